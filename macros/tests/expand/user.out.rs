///The table of [`User`](struct@User), for statements.
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
                    target: <User as ::cormorant::__private::Target>::table,
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
                    target: <User as ::cormorant::__private::Target>::table,
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
                    target: <Post as ::cormorant::__private::Target>::table,
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
    fn copied(&self) -> Self {
        <User as ::core::clone::Clone>::clone(self)
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
impl<
    __F: ::cormorant::__private::Reads<User, __At>,
    __At,
> ::cormorant::__private::Item<__F, __At> for User {
    type Row = ::cormorant::__private::ModelRow<__F, User, __At, User>;
    type Kind = ::cormorant::__private::Plain;
}
#[automatically_derived]
impl ::cormorant::__private::Row for User {
    const WIDTH: usize = 5usize;
    fn expect(__out: &mut ::cormorant::__private::Vec<::cormorant::__private::Expect>) {
        <i64 as ::cormorant::__private::Field>::expect(__out);
        <String as ::cormorant::__private::Field>::expect(__out);
        <bool as ::cormorant::__private::Field>::expect(__out);
        <DateTime<Utc> as ::cormorant::__private::Field>::expect(__out);
        <Option<i64> as ::cormorant::__private::Field>::expect(__out);
    }
    fn read(
        __reader: &mut ::cormorant::__private::Reader<'_>,
    ) -> ::cormorant::__private::Result<Self> {
        ::core::result::Result::Ok(User {
            id: <i64 as ::cormorant::__private::Field>::read(__reader)?,
            email: <String as ::cormorant::__private::Field>::read(__reader)?,
            is_active: <bool as ::cormorant::__private::Field>::read(__reader)?,
            created_at: <DateTime<
                Utc,
            > as ::cormorant::__private::Field>::read(__reader)?,
            boss_id: <Option<i64> as ::cormorant::__private::Field>::read(__reader)?,
        })
    }
}
#[doc(hidden)]
#[derive(Clone, Default)]
#[allow(dead_code, private_interfaces, missing_debug_implementations)]
pub struct UserDraft {
    pub id: ::core::option::Option<i64>,
    pub email: ::core::option::Option<String>,
    pub is_active: ::core::option::Option<bool>,
    pub created_at: ::core::option::Option<DateTime<Utc>>,
    pub boss_id: ::core::option::Option<Option<i64>>,
}
#[automatically_derived]
impl ::cormorant::__private::Draft for UserDraft {
    fn slot(&self, __column: usize) -> &dyn ::cormorant::__private::Slot {
        match __column {
            0usize => <i64 as ::cormorant::__private::Field>::slot(&self.id),
            1usize => <String as ::cormorant::__private::Field>::slot(&self.email),
            2usize => <bool as ::cormorant::__private::Field>::slot(&self.is_active),
            3usize => {
                <DateTime<Utc> as ::cormorant::__private::Field>::slot(&self.created_at)
            }
            _ => <Option<i64> as ::cormorant::__private::Field>::slot(&self.boss_id),
        }
    }
    fn slot_mut(&mut self, __column: usize) -> &mut dyn ::cormorant::__private::Slot {
        match __column {
            0usize => <i64 as ::cormorant::__private::Field>::slot_mut(&mut self.id),
            1usize => {
                <String as ::cormorant::__private::Field>::slot_mut(&mut self.email)
            }
            2usize => {
                <bool as ::cormorant::__private::Field>::slot_mut(&mut self.is_active)
            }
            3usize => {
                <DateTime<
                    Utc,
                > as ::cormorant::__private::Field>::slot_mut(&mut self.created_at)
            }
            _ => {
                <Option<
                    i64,
                > as ::cormorant::__private::Field>::slot_mut(&mut self.boss_id)
            }
        }
    }
}
#[automatically_derived]
impl ::cormorant::__private::SessionRow for User {
    type Output = ::cormorant::__private::Entity<User>;
    const IS_ENTITY: bool = true;
    fn load(
        __reader: &mut ::cormorant::__private::Reader<'_>,
        __graph: &mut ::cormorant::__private::Graph,
    ) -> ::cormorant::__private::Result<Self::Output> {
        __graph.load_row(__reader)
    }
}
#[automatically_derived]
impl ::cormorant::__private::Mapped for User {
    type Draft = UserDraft;
    const RELATED: &'static [fn() -> &'static ::cormorant::__private::Meta] = &[
        <User as ::cormorant::__private::Target>::meta,
        <Post as ::cormorant::__private::Target>::meta,
    ];
    fn meta() -> &'static ::cormorant::__private::Meta {
        static META: ::cormorant::__private::OnceLock<::cormorant::__private::Meta> = ::cormorant::__private::OnceLock::new();
        META.get_or_init(::cormorant::__private::Meta::of::<User>)
    }
    fn cell(&self, __column: usize) -> &dyn ::cormorant::__private::Cell {
        match __column {
            0usize => <i64 as ::cormorant::__private::Field>::cell(&self.id),
            1usize => <String as ::cormorant::__private::Field>::cell(&self.email),
            2usize => <bool as ::cormorant::__private::Field>::cell(&self.is_active),
            3usize => {
                <DateTime<Utc> as ::cormorant::__private::Field>::cell(&self.created_at)
            }
            _ => <Option<i64> as ::cormorant::__private::Field>::cell(&self.boss_id),
        }
    }
    fn cell_mut(&mut self, __column: usize) -> &mut dyn ::cormorant::__private::Cell {
        match __column {
            0usize => <i64 as ::cormorant::__private::Field>::cell_mut(&mut self.id),
            1usize => {
                <String as ::cormorant::__private::Field>::cell_mut(&mut self.email)
            }
            2usize => {
                <bool as ::cormorant::__private::Field>::cell_mut(&mut self.is_active)
            }
            3usize => {
                <DateTime<
                    Utc,
                > as ::cormorant::__private::Field>::cell_mut(&mut self.created_at)
            }
            _ => {
                <Option<
                    i64,
                > as ::cormorant::__private::Field>::cell_mut(&mut self.boss_id)
            }
        }
    }
    fn finish(__draft: UserDraft) -> ::core::result::Result<Self, UserDraft> {
        match __draft {
            UserDraft {
                id: ::core::option::Option::Some(__value0),
                email: ::core::option::Option::Some(__value1),
                is_active: ::core::option::Option::Some(__value2),
                created_at: ::core::option::Option::Some(__value3),
                boss_id: ::core::option::Option::Some(__value4),
            } => {
                ::core::result::Result::Ok(User {
                    id: __value0,
                    email: __value1,
                    is_active: __value2,
                    created_at: __value3,
                    boss_id: __value4,
                })
            }
            __draft => ::core::result::Result::Err(__draft),
        }
    }
    fn draft_key(
        __draft: &UserDraft,
    ) -> ::core::option::Option<<Self as ::cormorant::__private::Model>::Key> {
        ::core::clone::Clone::clone(&__draft.id)
    }
    fn default_value(__column: usize) -> ::cormorant::__private::BoxedCell {
        match __column {
            2usize => {
                <bool as ::cormorant::__private::Field>::boxed(
                    ::cormorant::__private::given::<bool, _, _>(true),
                )
            }
            _ => ::core::option::Option::None,
        }
    }
}
#[doc(hidden)]
#[allow(non_camel_case_types, unreachable_pub, missing_debug_implementations)]
pub mod user_create {
    pub struct email;
}
///A new [`User`](struct@User), column by column.
#[must_use = "a new row does nothing until it is added to a session or inserted"]
#[allow(private_interfaces, missing_debug_implementations)]
pub struct UserCreate<EmailGiven = ::cormorant::__private::Missing<user_create::email>> {
    new: ::cormorant::__private::New<User>,
    given: ::cormorant::__private::PhantomData<fn() -> (EmailGiven,)>,
}
impl User {
    ///Begins a new [`User`](struct@User).
    #[allow(dead_code)]
    pub fn create() -> UserCreate {
        UserCreate {
            new: ::cormorant::__private::New::new(),
            given: ::cormorant::__private::PhantomData,
        }
    }
}
#[allow(
    dead_code,
    private_interfaces,
    clippy::multiple_inherent_impl,
    clippy::should_implement_trait,
    clippy::wrong_self_convention
)]
impl<EmailGiven> UserCreate<EmailGiven> {
    ///Gives the column `id`.
    pub fn id<__V: ::cormorant::__private::IntoField<i64, __How>, __How>(
        mut self,
        __value: __V,
    ) -> Self {
        self.new.draft.id = ::core::option::Option::Some(
            ::cormorant::__private::IntoField::into_field(__value),
        );
        self
    }
    /// Where mail goes.
    pub fn email<__V: ::cormorant::__private::IntoField<String, __How>, __How>(
        mut self,
        __value: __V,
    ) -> UserCreate<::cormorant::__private::Given>
    where
        EmailGiven: ::cormorant::__private::IsMissing,
    {
        self.new.draft.email = ::core::option::Option::Some(
            ::cormorant::__private::IntoField::into_field(__value),
        );
        UserCreate {
            new: self.new,
            given: ::cormorant::__private::PhantomData,
        }
    }
    ///Gives the column `is_active`.
    pub fn is_active<__V: ::cormorant::__private::IntoField<bool, __How>, __How>(
        mut self,
        __value: __V,
    ) -> Self {
        self.new.draft.is_active = ::core::option::Option::Some(
            ::cormorant::__private::IntoField::into_field(__value),
        );
        self
    }
    ///Gives the column `created_at`.
    pub fn created_at<
        __V: ::cormorant::__private::IntoField<DateTime<Utc>, __How>,
        __How,
    >(mut self, __value: __V) -> Self {
        self.new.draft.created_at = ::core::option::Option::Some(
            ::cormorant::__private::IntoField::into_field(__value),
        );
        self
    }
    ///Gives the column `boss_id`.
    pub fn boss_id<__V: ::cormorant::__private::IntoField<Option<i64>, __How>, __How>(
        mut self,
        __value: __V,
    ) -> Self {
        self.new.draft.boss_id = ::core::option::Option::Some(
            ::cormorant::__private::IntoField::into_field(__value),
        );
        self
    }
    ///Gives the `boss`.
    pub fn boss<__P: ::cormorant::__private::Related<User>>(
        mut self,
        __value: __P,
    ) -> Self {
        self.new.link(0usize, __value.into_link());
        self
    }
    ///Gives `posts`.
    pub fn posts<
        __I: ::core::iter::IntoIterator<Item = __C>,
        __C: ::cormorant::__private::Child<User, 7815024061042257814, Model = Post>,
    >(mut self, __value: __I) -> Self {
        for __each in __value {
            self.new.link(1usize, __each.into_link());
        }
        self
    }
}
impl<EmailGiven: ::cormorant::__private::IsGiven> ::cormorant::__private::Create
for UserCreate<EmailGiven> {
    type Model = User;
    fn into_new(self) -> ::cormorant::__private::New<User> {
        self.new
    }
}
impl<EmailGiven: ::cormorant::__private::IsGiven> ::cormorant::__private::Related<User>
for UserCreate<EmailGiven> {
    fn into_link(self) -> ::cormorant::__private::Link {
        ::cormorant::__private::Link::nested(self.new)
    }
}
impl<EmailGiven: ::cormorant::__private::IsGiven> ::cormorant::__private::NewValues<User>
for UserCreate<EmailGiven> {
    fn into_new(self) -> ::cormorant::__private::NewRow {
        ::cormorant::__private::new_row(self.new)
    }
}
impl ::cormorant::__private::Create for User {
    type Model = User;
    fn into_new(self) -> ::cormorant::__private::New<User> {
        ::cormorant::__private::New::from_row(&self)
    }
}
impl ::cormorant::__private::Related<User> for User {
    fn into_link(self) -> ::cormorant::__private::Link {
        ::cormorant::__private::Link::nested(
            ::cormorant::__private::New::from_row(&self),
        )
    }
}
impl ::cormorant::__private::NewValues<User> for User {
    fn into_new(self) -> ::cormorant::__private::NewRow {
        ::cormorant::__private::new_row(::cormorant::__private::New::from_row(&self))
    }
}
impl<
    EmailGiven: ::cormorant::__private::IsGiven,
> ::cormorant::__private::Child<User, 14781339113128978092> for UserCreate<EmailGiven> {
    type Model = User;
    fn into_link(self) -> ::cormorant::__private::Link {
        ::cormorant::__private::Link::nested(self.new)
    }
}
///A read guard of an entity of [`User`](struct@User): derefs to the row; its methods give views of loaded relationships.
#[derive(Clone, Copy)]
#[allow(private_interfaces, missing_debug_implementations)]
pub struct UserView<'s>(::cormorant::__private::View<'s, User>);
#[allow(dead_code, private_interfaces)]
impl<'s> UserView<'s> {
    /**

# Errors

It was not loaded, or an entity of it has no values yet.*/
    pub fn boss(
        &self,
    ) -> ::cormorant::__private::Result<
        ::core::option::Option<<User as ::cormorant::__private::Target>::View<'s>>,
    > {
        <User as ::cormorant::__private::Target>::view(&self.0, User::boss)
    }
    /**

# Errors

It was not loaded, or an entity of it has no values yet.*/
    pub fn posts(
        &self,
    ) -> ::cormorant::__private::Result<
        ::cormorant::__private::Vec<<Post as ::cormorant::__private::Target>::View<'s>>,
    > {
        <Post as ::cormorant::__private::Target>::views(&self.0, User::posts)
    }
}
#[automatically_derived]
impl<'s> ::core::ops::Deref for UserView<'s> {
    type Target = ::cormorant::__private::View<'s, User>;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
#[automatically_derived]
impl ::cormorant::__private::Viewed for User {
    type View<'s> = UserView<'s>;
    fn view(__view: ::cormorant::__private::View<'_, Self>) -> UserView<'_> {
        UserView(__view)
    }
}
#[automatically_derived]
#[diagnostic::do_not_recommend]
impl ::cormorant::__private::Target for User {
    type Key = <User as ::cormorant::__private::Model>::Key;
    type View<'s> = UserView<'s>;
    const TABLE: &'static ::cormorant::__private::TableDef = <User as ::cormorant::__private::Model>::TABLE;
    fn table() -> &'static ::cormorant::__private::TableDef {
        <User as ::cormorant::__private::Model>::TABLE
    }
    fn meta() -> &'static ::cormorant::__private::Meta {
        <User as ::cormorant::__private::Mapped>::meta()
    }
    fn views<'s, __M: ::cormorant::__private::Mapped>(
        __from: &::cormorant::__private::View<'s, __M>,
        __relation: ::cormorant::__private::Relation<
            __M,
            Self,
            ::cormorant::__private::Many,
        >,
    ) -> ::cormorant::__private::Result<::cormorant::__private::Vec<UserView<'s>>> {
        __from.many(__relation)
    }
    fn view<'s, __M: ::cormorant::__private::Mapped>(
        __from: &::cormorant::__private::View<'s, __M>,
        __relation: ::cormorant::__private::Relation<
            __M,
            Self,
            ::cormorant::__private::One,
        >,
    ) -> ::cormorant::__private::Result<::core::option::Option<UserView<'s>>> {
        __from.one(__relation)
    }
}
#[doc(hidden)]
#[allow(dead_code, private_interfaces, missing_debug_implementations)]
pub struct UserColumns<__K> {
    pub id: ::cormorant::__private::Column<__K, i64>,
    pub email: ::cormorant::__private::Column<__K, String>,
    pub is_active: ::cormorant::__private::Column<__K, bool>,
    pub created_at: ::cormorant::__private::Column<__K, DateTime<Utc>>,
    pub boss_id: ::cormorant::__private::Column<__K, Option<i64>>,
    pub boss: ::cormorant::__private::Relation<__K, User, ::cormorant::__private::One>,
    pub posts: ::cormorant::__private::Relation<__K, Post, ::cormorant::__private::Many>,
}
#[automatically_derived]
impl<__K: 'static> ::cormorant::__private::NamedColumns<__K> for User {
    type Columns = UserColumns<__K>;
    const COLUMNS: &'static UserColumns<__K> = &UserColumns {
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
impl<__K: 'static> ::cormorant::__private::Aliased<__K> for User {
    type Model = User;
    type Columns = UserColumns<__K>;
    const COLUMNS: &'static UserColumns<__K> = <User as ::cormorant::__private::NamedColumns<
        __K,
    >>::COLUMNS;
}
#[automatically_derived]
impl<__K: 'static> ::cormorant::__private::Listed<__K> for User {
    type Row = User;
    type Columns = UserColumns<__K>;
    const COLUMNS: &'static UserColumns<__K> = <User as ::cormorant::__private::NamedColumns<
        __K,
    >>::COLUMNS;
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
#[diagnostic::do_not_recommend]
impl ::cormorant::__private::FlatProjection for User {
    const TYPES: &'static [::cormorant::__private::PgType] = &[
        <i64 as ::cormorant::__private::Field>::TYPE,
        <String as ::cormorant::__private::Field>::TYPE,
        <bool as ::cormorant::__private::Field>::TYPE,
        <DateTime<Utc> as ::cormorant::__private::Field>::TYPE,
        <Option<i64> as ::cormorant::__private::Field>::TYPE,
    ];
    fn into_params(self) -> ::cormorant::__private::Vec<::cormorant::__private::Param> {
        ::cormorant::__private::params(&self)
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
    Option<i64>,
    <User as ::cormorant::__private::Target>::Key,
>();
const _: () = ::core::assert!(
    ::cormorant::__private::is_inverse(User::posts, Post::author, "posts"),
    "`User::posts` has `inverse = author`, but its inverse does not say `inverse = posts`"
);
