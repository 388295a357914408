///The table of [`User`], for statements.
#[allow(non_upper_case_globals, dead_code)]
pub const User: ::cormorant::__private::Table<User> = ::cormorant::__private::Table::new();
#[allow(non_upper_case_globals, dead_code, private_interfaces)]
impl User {
    ///The column `id`.
    pub const id: ::cormorant::__private::Column<User, i64> = ::cormorant::__private::Column::new(
        "id",
        0,
    );
    /// Where mail goes.
    pub const email: ::cormorant::__private::Column<User, String> = ::cormorant::__private::Column::new(
        "email",
        1,
    );
    ///The column `is_active`.
    pub const is_active: ::cormorant::__private::Column<User, bool> = ::cormorant::__private::Column::new(
        "is_active",
        2,
    );
    ///The column `created_at`.
    pub const created_at: ::cormorant::__private::Column<User, DateTime<Utc>> = ::cormorant::__private::Column::new(
        "created_at",
        3,
    );
    ///The column `boss_id`.
    pub const boss_id: ::cormorant::__private::Column<User, Option<i64>> = ::cormorant::__private::Column::new(
        "boss_id",
        4,
    );
    ///The relationship `boss`.
    pub const boss: ::cormorant::__private::Relation<
        User,
        User,
        ::cormorant::__private::One,
    > = ::cormorant::__private::Relation::new("boss", 0);
    ///The relationship `posts`.
    pub const posts: ::cormorant::__private::Relation<
        User,
        Post,
        ::cormorant::__private::Many,
    > = ::cormorant::__private::Relation::new("posts", 1);
}
#[automatically_derived]
impl ::cormorant::__private::Model for User {
    const TABLE: &'static ::cormorant::__private::TableDef = {
        static TABLE: ::cormorant::__private::TableDef = ::cormorant::__private::TableDef {
            model: "User",
            schema: ::core::option::Option::None,
            name: "users",
            comment: ::core::option::Option::Some("A person with a login."),
            columns: &[
                ::cormorant::__private::ColumnDef {
                    generated: ::core::option::Option::Some(
                        ::cormorant::__private::Generated::ByDefault,
                    ),
                    ..::cormorant::__private::column(
                        "id",
                        "id",
                        <i64 as ::cormorant::__private::Field>::TYPE,
                        <i64 as ::cormorant::__private::Field>::NULLABLE,
                    )
                },
                ::cormorant::__private::ColumnDef {
                    modifiers: &[255i32],
                    ..::cormorant::__private::column(
                        "email",
                        "email",
                        <String as ::cormorant::__private::Field>::TYPE,
                        <String as ::cormorant::__private::Field>::NULLABLE,
                    )
                },
                ::cormorant::__private::ColumnDef {
                    default: ::cormorant::__private::DefaultKind {
                        on_insert: true,
                        on_update: false,
                        on_update_sql: ::core::option::Option::None,
                    },
                    ..::cormorant::__private::column(
                        "is_active",
                        "is_active",
                        <bool as ::cormorant::__private::Field>::TYPE,
                        <bool as ::cormorant::__private::Field>::NULLABLE,
                    )
                },
                ::cormorant::__private::ColumnDef {
                    generated: ::core::option::Option::Some(
                        ::cormorant::__private::Generated::Server,
                    ),
                    server_default: ::core::option::Option::Some("now()"),
                    ..::cormorant::__private::column(
                        "created_at",
                        "created_at",
                        <DateTime<Utc> as ::cormorant::__private::Field>::TYPE,
                        <DateTime<Utc> as ::cormorant::__private::Field>::NULLABLE,
                    )
                },
                ::cormorant::__private::column(
                    "boss_id",
                    "boss_id",
                    <Option<i64> as ::cormorant::__private::Field>::TYPE,
                    <Option<i64> as ::cormorant::__private::Field>::NULLABLE,
                ),
            ],
            primary_key: &[0usize],
            uniques: &[
                ::cormorant::__private::UniqueDef {
                    name: ::core::option::Option::None,
                    columns: &[1usize],
                    nulls_not_distinct: false,
                },
            ],
            indexes: &[],
            checks: &[],
            foreign_keys: &[
                ::cormorant::__private::ForeignKeyDef {
                    name: ::core::option::Option::None,
                    columns: &[4usize],
                    target: || <User as ::cormorant::__private::Model>::TABLE,
                    target_columns: &[],
                    on_delete: ::core::option::Option::Some(
                        ::cormorant::__private::ReferentialAction::SetNull,
                    ),
                    on_update: ::core::option::Option::None,
                    deferrable: false,
                    initially_deferred: false,
                },
            ],
            relations: &[
                ::cormorant::__private::RelationDef {
                    name: "boss",
                    kind: ::cormorant::__private::RelationKind::BelongsTo,
                    target: || <User as ::cormorant::__private::Model>::TABLE,
                    local: &["boss_id"],
                    remote: &[],
                    link: ::core::option::Option::None,
                    inverse: ::core::option::Option::None,
                    cascade: ::cormorant::__private::Cascade::DEFAULT,
                    passive_deletes: false,
                    post_update: false,
                    order_by: &[],
                    condition: ::core::option::Option::None,
                },
                ::cormorant::__private::RelationDef {
                    name: "posts",
                    kind: ::cormorant::__private::RelationKind::HasMany,
                    target: || <Post as ::cormorant::__private::Model>::TABLE,
                    local: &[],
                    remote: &[],
                    link: ::core::option::Option::None,
                    inverse: ::core::option::Option::Some("author"),
                    cascade: ::cormorant::__private::Cascade {
                        save_update: true,
                        delete: true,
                        delete_orphan: true,
                        merge: true,
                        refresh_expire: false,
                        expunge: false,
                    },
                    passive_deletes: false,
                    post_update: false,
                    order_by: &[(Post::id.name(), true)],
                    condition: ::core::option::Option::None,
                },
            ],
        };
        &TABLE
    };
    type Key = i64;
    fn key(&self) -> Self::Key {
        ::core::clone::Clone::clone(&self.id)
    }
}
#[automatically_derived]
impl ::cormorant::__private::Tabular for User {
    type Id = (
        ::cormorant::__private::N<5>,
        (
            ::cormorant::__private::N<14>,
            (
                ::cormorant::__private::N<5>,
                (
                    ::cormorant::__private::N<7>,
                    (
                        ::cormorant::__private::N<10>,
                        (
                            ::cormorant::__private::N<0>,
                            (
                                ::cormorant::__private::N<12>,
                                (::cormorant::__private::N<0>, ()),
                            ),
                        ),
                    ),
                ),
            ),
        ),
    );
    type Root = ::cormorant::__private::Only<User>;
    fn qualifier() -> ::cormorant::__private::Qualifier {
        ::cormorant::__private::model_qualifier::<User>()
    }
    fn source() -> ::core::option::Option<::cormorant::__private::From> {
        ::cormorant::__private::table_source::<User>(::core::option::Option::None)
    }
}
#[automatically_derived]
impl ::cormorant::__private::ModelTable for User {
    type Model = User;
}
#[automatically_derived]
impl ::cormorant::__private::Shape for User {
    type Scope = ::cormorant::__private::Only<User>;
}
#[automatically_derived]
impl<F: ::cormorant::__private::Reads<User, At>, At> ::cormorant::__private::Item<F, At>
for User {
    type Row = ::cormorant::__private::ModelRow<F, User, At, User>;
    type Kind = ::cormorant::__private::Plain;
}
#[automatically_derived]
impl ::cormorant::__private::Row for User {
    const WIDTH: usize = 5usize;
    fn expect(out: &mut ::cormorant::__private::Vec<::cormorant::__private::Expect>) {
        <i64 as ::cormorant::__private::Field>::expect(out);
        <String as ::cormorant::__private::Field>::expect(out);
        <bool as ::cormorant::__private::Field>::expect(out);
        <DateTime<Utc> as ::cormorant::__private::Field>::expect(out);
        <Option<i64> as ::cormorant::__private::Field>::expect(out);
    }
    fn read(
        reader: &mut ::cormorant::__private::Reader<'_>,
    ) -> ::cormorant::__private::Result<Self> {
        ::core::result::Result::Ok(User {
            id: <i64 as ::cormorant::__private::Field>::read(reader)?,
            email: <String as ::cormorant::__private::Field>::read(reader)?,
            is_active: <bool as ::cormorant::__private::Field>::read(reader)?,
            created_at: <DateTime<Utc> as ::cormorant::__private::Field>::read(reader)?,
            boss_id: <Option<i64> as ::cormorant::__private::Field>::read(reader)?,
        })
    }
}
#[doc(hidden)]
#[allow(dead_code, private_interfaces, missing_debug_implementations)]
pub struct UserColumns<K> {
    pub id: ::cormorant::__private::Column<K, i64>,
    pub email: ::cormorant::__private::Column<K, String>,
    pub is_active: ::cormorant::__private::Column<K, bool>,
    pub created_at: ::cormorant::__private::Column<K, DateTime<Utc>>,
    pub boss_id: ::cormorant::__private::Column<K, Option<i64>>,
    pub boss: ::cormorant::__private::Relation<K, User, ::cormorant::__private::One>,
    pub posts: ::cormorant::__private::Relation<K, Post, ::cormorant::__private::Many>,
}
#[automatically_derived]
impl<K: 'static> ::cormorant::__private::NamedColumns<K> for User {
    type Columns = UserColumns<K>;
    const COLUMNS: &'static UserColumns<K> = &UserColumns {
        id: ::cormorant::__private::Column::new("id", 0),
        email: ::cormorant::__private::Column::new("email", 1),
        is_active: ::cormorant::__private::Column::new("is_active", 2),
        created_at: ::cormorant::__private::Column::new("created_at", 3),
        boss_id: ::cormorant::__private::Column::new("boss_id", 4),
        boss: ::cormorant::__private::Relation::new("boss", 0),
        posts: ::cormorant::__private::Relation::new("posts", 1),
    };
}
#[automatically_derived]
impl ::cormorant::__private::Projection for User {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "email",
        "is_active",
        "created_at",
        "boss_id",
    ];
}
#[automatically_derived]
impl ::cormorant::__private::IntoRow<User> for User {}
#[automatically_derived]
impl ::cormorant::__private::FlatProjection for User {
    const TYPES: &'static [::cormorant::__private::PgType] = &[
        <i64 as ::cormorant::__private::Field>::TYPE,
        <String as ::cormorant::__private::Field>::TYPE,
        <bool as ::cormorant::__private::Field>::TYPE,
        <DateTime<Utc> as ::cormorant::__private::Field>::TYPE,
        <Option<i64> as ::cormorant::__private::Field>::TYPE,
    ];
    fn into_params(self) -> ::cormorant::__private::Vec<::cormorant::__private::Param> {
        ::cormorant::__private::vec![
            < i64 as ::cormorant::__private::Field > ::param(& self.id), < String as
            ::cormorant::__private::Field > ::param(& self.email), < bool as
            ::cormorant::__private::Field > ::param(& self.is_active), < DateTime < Utc >
            as ::cormorant::__private::Field > ::param(& self.created_at), < Option < i64
            > as ::cormorant::__private::Field > ::param(& self.boss_id)
        ]
    }
}
const _: () = ::core::assert!(
    ! < i64 as ::cormorant::__private::Field > ::NULLABLE,
    "a primary key column is never NULL: use a type without `Option` for `id`"
);
const _: () = ::core::assert!(
    < i64 as ::cormorant::__private::Field > ::IS_INTEGER,
    "an identity column is an integer (i16, i32, i64); for what the database makes otherwise write `generated = server`"
);
const _: () = ::core::assert!(
    < String as ::cormorant::__private::Field > ::HAS_LENGTH,
    "`length` is for texts and bit strings"
);
const _: () = ::core::assert!(
    < Option < i64 > as ::cormorant::__private::Field > ::NULLABLE,
    "`set_null` needs a column that can be NULL: make `boss_id` an `Option`"
);
const _: () = ::cormorant::__private::assert_refers::<
    (Option<i64>,),
    <User as ::cormorant::__private::Model>::Key,
>();
const _: () = ::core::assert!(
    ::cormorant::__private::is_inverse(User::posts, Post::author, "posts"),
    "`User::posts` has `inverse = author`, but its inverse does not say `inverse = posts`"
);
