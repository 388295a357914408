///The table of [`User`](struct@User), for statements.
#[allow(non_upper_case_globals, dead_code)]
pub const User: ::cormorant::__private::Table<User> = ::cormorant::__private::Table::new();
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
        self.new.draft.id.replace(__value.into_field());
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
        self.new.draft.email.replace(__value.into_field());
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
        self.new.draft.is_active.replace(__value.into_field());
        self
    }
    ///Gives the column `created_at`.
    pub fn created_at<
        __V: ::cormorant::__private::IntoField<DateTime<Utc>, __How>,
        __How,
    >(mut self, __value: __V) -> Self {
        self.new.draft.created_at.replace(__value.into_field());
        self
    }
    ///Gives the column `boss_id`.
    pub fn boss_id<__V: ::cormorant::__private::IntoField<Option<i64>, __How>, __How>(
        mut self,
        __value: __V,
    ) -> Self {
        self.new.draft.boss_id.replace(__value.into_field());
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
///A read guard of an entity of [`User`](struct@User): derefs to the row; its methods give views of loaded relationships.
#[allow(private_interfaces, missing_debug_implementations)]
pub struct UserView<'s>(::cormorant::__private::View<'s, User>);
#[allow(
    dead_code,
    missing_debug_implementations,
    non_upper_case_globals,
    private_interfaces,
    unreachable_pub,
    unused_qualifications,
    clippy::multiple_inherent_impl,
    clippy::wrong_self_convention
)]
const _: () = {
    use ::cormorant::__private as __c;
    impl User {
        ///The column `id`.
        pub const id: __c::Column<User, i64> = __c::Column::new("id", 0);
        /// Where mail goes.
        pub const email: __c::Column<User, String> = __c::Column::new("email", 1);
        ///The column `is_active`.
        pub const is_active: __c::Column<User, bool> = __c::Column::new("is_active", 2);
        ///The column `created_at`.
        pub const created_at: __c::Column<User, DateTime<Utc>> = __c::Column::new(
            "created_at",
            3,
        );
        ///The column `boss_id`.
        pub const boss_id: __c::Column<User, Option<i64>> = __c::Column::new(
            "boss_id",
            4,
        );
        ///The relationship `boss`.
        pub const boss: __c::Relation<User, User, __c::One> = __c::Relation::new(
            "boss",
            0,
        );
        ///The relationship `posts`.
        pub const posts: __c::Relation<User, Post, __c::Many> = __c::Relation::new(
            "posts",
            1,
        );
    }
    #[automatically_derived]
    impl __c::Model for User {
        const TABLE: &'static __c::TableDef = {
            static TABLE: __c::TableDef = __c::TableDef {
                columns: &[
                    __c::ColumnDef {
                        generated: __c::Some(__c::Generated::ByDefault),
                        ..__c::column("id", <i64 as __c::Field>::COLUMN)
                    },
                    __c::ColumnDef {
                        modifiers: &[255i32],
                        ..__c::column("email", <String as __c::Field>::COLUMN)
                    },
                    __c::ColumnDef {
                        default: __c::DefaultKind {
                            on_insert: true,
                            on_update: false,
                            on_update_sql: __c::None,
                        },
                        ..__c::column("is_active", <bool as __c::Field>::COLUMN)
                    },
                    __c::ColumnDef {
                        generated: __c::Some(__c::Generated::Server),
                        server_default: __c::Some("now()"),
                        ..__c::column(
                            "created_at",
                            <DateTime<Utc> as __c::Field>::COLUMN,
                        )
                    },
                    __c::column("boss_id", <Option<i64> as __c::Field>::COLUMN),
                ],
                primary_key: &[0usize],
                comment: __c::Some("A person with a login."),
                uniques: &[__c::unique(&[1usize])],
                foreign_keys: &[
                    __c::ForeignKeyDef {
                        on_delete: __c::Some(__c::ReferentialAction::SetNull),
                        ..__c::foreign_key(&[4usize], <User as __c::Target>::table)
                    },
                ],
                relations: &[
                    __c::RelationDef {
                        local: &["boss_id"],
                        ..__c::relation(
                            "boss",
                            __c::RelationKind::BelongsTo,
                            <User as __c::Target>::table,
                        )
                    },
                    __c::RelationDef {
                        inverse: __c::Some("author"),
                        cascade: __c::Cascade {
                            save_update: true,
                            delete: true,
                            delete_orphan: true,
                            merge: true,
                            refresh_expire: false,
                            expunge: false,
                        },
                        order_by: &[(Post::id.name(), true)],
                        ..__c::relation(
                            "posts",
                            __c::RelationKind::HasMany,
                            <Post as __c::Target>::table,
                        )
                    },
                ],
                ..__c::table_def("User", "users")
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
    impl __c::Tabular for User {
        type Id = __c::Id<5, 14, 5, 7, 10, 0, 12, 0>;
        type Root = __c::Only<User>;
        fn qualifier() -> __c::Qualifier {
            __c::model_qualifier::<User>()
        }
        fn source() -> __c::Option<__c::From> {
            __c::table_source::<User>(__c::None)
        }
    }
    #[automatically_derived]
    impl __c::ModelTable for User {
        type Model = User;
    }
    #[automatically_derived]
    impl __c::Shape for User {
        type Scope = __c::Only<User>;
    }
    #[automatically_derived]
    impl<__F: __c::Reads<User, __At>, __At> __c::Item<__F, __At> for User {
        type Row = __c::ModelRow<__F, User, __At, User>;
        type Kind = __c::Plain;
    }
    #[automatically_derived]
    impl __c::Row for User {
        const WIDTH: usize = 5usize;
        fn expect(__out: &mut __c::Vec<__c::Expect>) {
            <i64 as __c::Field>::expect(__out);
            <String as __c::Field>::expect(__out);
            <bool as __c::Field>::expect(__out);
            <DateTime<Utc> as __c::Field>::expect(__out);
            <Option<i64> as __c::Field>::expect(__out);
        }
        fn read(__reader: &mut __c::Reader<'_>) -> __c::Result<Self> {
            __c::Ok(User {
                id: <i64 as __c::Field>::read(__reader)?,
                email: <String as __c::Field>::read(__reader)?,
                is_active: <bool as __c::Field>::read(__reader)?,
                created_at: <DateTime<Utc> as __c::Field>::read(__reader)?,
                boss_id: <Option<i64> as __c::Field>::read(__reader)?,
            })
        }
    }
    #[doc(hidden)]
    #[derive(Clone)]
    pub struct UserDraft {
        pub id: __c::Option<i64>,
        pub email: __c::Option<String>,
        pub is_active: __c::Option<bool>,
        pub created_at: __c::Option<DateTime<Utc>>,
        pub boss_id: __c::Option<Option<i64>>,
    }
    #[automatically_derived]
    impl ::core::default::Default for UserDraft {
        fn default() -> Self {
            UserDraft {
                id: __c::None,
                email: __c::None,
                is_active: __c::None,
                created_at: __c::None,
                boss_id: __c::None,
            }
        }
    }
    #[automatically_derived]
    impl __c::Draft for UserDraft {
        fn slot(&self, __column: usize) -> &dyn __c::Slot {
            match __column {
                0 => <i64 as __c::Field>::slot(&self.id),
                1 => <String as __c::Field>::slot(&self.email),
                2 => <bool as __c::Field>::slot(&self.is_active),
                3 => <DateTime<Utc> as __c::Field>::slot(&self.created_at),
                _ => <Option<i64> as __c::Field>::slot(&self.boss_id),
            }
        }
        fn slot_mut(&mut self, __column: usize) -> &mut dyn __c::Slot {
            match __column {
                0 => <i64 as __c::Field>::slot_mut(&mut self.id),
                1 => <String as __c::Field>::slot_mut(&mut self.email),
                2 => <bool as __c::Field>::slot_mut(&mut self.is_active),
                3 => <DateTime<Utc> as __c::Field>::slot_mut(&mut self.created_at),
                _ => <Option<i64> as __c::Field>::slot_mut(&mut self.boss_id),
            }
        }
    }
    #[automatically_derived]
    impl __c::SessionRow for User {
        type Output = __c::Entity<User>;
        const IS_ENTITY: bool = true;
        fn load(
            __reader: &mut __c::Reader<'_>,
            __graph: &mut __c::Graph,
        ) -> __c::Result<Self::Output> {
            __graph.load_row(__reader)
        }
    }
    #[automatically_derived]
    impl __c::Mapped for User {
        type Draft = UserDraft;
        const RELATED: &'static [fn() -> &'static __c::Meta] = &[
            <User as __c::Target>::meta,
            <Post as __c::Target>::meta,
        ];
        fn meta() -> &'static __c::Meta {
            static META: __c::OnceLock<__c::Meta> = __c::OnceLock::new();
            META.get_or_init(__c::Meta::of::<User>)
        }
        fn cell(&self, __column: usize) -> &dyn __c::Cell {
            match __column {
                0 => <i64 as __c::Field>::cell(&self.id),
                1 => <String as __c::Field>::cell(&self.email),
                2 => <bool as __c::Field>::cell(&self.is_active),
                3 => <DateTime<Utc> as __c::Field>::cell(&self.created_at),
                _ => <Option<i64> as __c::Field>::cell(&self.boss_id),
            }
        }
        fn cell_mut(&mut self, __column: usize) -> &mut dyn __c::Cell {
            match __column {
                0 => <i64 as __c::Field>::cell_mut(&mut self.id),
                1 => <String as __c::Field>::cell_mut(&mut self.email),
                2 => <bool as __c::Field>::cell_mut(&mut self.is_active),
                3 => <DateTime<Utc> as __c::Field>::cell_mut(&mut self.created_at),
                _ => <Option<i64> as __c::Field>::cell_mut(&mut self.boss_id),
            }
        }
        fn compare(&self, __old: &Self, __mask: &mut __c::Mask) {
            <i64 as __c::Field>::compare(&self.id, &__old.id, 0, __mask);
            <String as __c::Field>::compare(&self.email, &__old.email, 1, __mask);
            <bool as __c::Field>::compare(&self.is_active, &__old.is_active, 2, __mask);
            <DateTime<
                Utc,
            > as __c::Field>::compare(&self.created_at, &__old.created_at, 3, __mask);
            <Option<
                i64,
            > as __c::Field>::compare(&self.boss_id, &__old.boss_id, 4, __mask);
        }
        fn finish(__draft: UserDraft) -> ::core::result::Result<Self, UserDraft> {
            match __draft {
                UserDraft {
                    id: __c::Some(__value0),
                    email: __c::Some(__value1),
                    is_active: __c::Some(__value2),
                    created_at: __c::Some(__value3),
                    boss_id: __c::Some(__value4),
                } => {
                    __c::Ok(User {
                        id: __value0,
                        email: __value1,
                        is_active: __value2,
                        created_at: __value3,
                        boss_id: __value4,
                    })
                }
                __draft => __c::Err(__draft),
            }
        }
        fn draft_key(__draft: &UserDraft) -> __c::Option<<Self as __c::Model>::Key> {
            ::core::clone::Clone::clone(&__draft.id)
        }
        fn default_value(__column: usize) -> __c::BoxedCell {
            match __column {
                2usize => <bool as __c::Field>::boxed(__c::given::<bool, _, _>(true)),
                _ => __c::None,
            }
        }
    }
    impl User {
        ///Begins a new [`User`](struct@User).
        pub fn create() -> UserCreate {
            UserCreate {
                new: __c::New::new(),
                given: __c::PhantomData,
            }
        }
    }
    impl<EmailGiven: __c::IsGiven> __c::Create for UserCreate<EmailGiven> {
        type Model = User;
        fn into_new(self) -> __c::New<User> {
            self.new
        }
    }
    impl<EmailGiven: __c::IsGiven> __c::Related<User> for UserCreate<EmailGiven> {
        fn into_link(self) -> __c::Link {
            __c::Link::nested(self.new)
        }
    }
    impl<EmailGiven: __c::IsGiven> __c::NewValues<User> for UserCreate<EmailGiven> {
        fn into_new(self) -> __c::NewRow {
            __c::new_row(self.new)
        }
    }
    impl __c::Create for User {
        type Model = User;
        fn into_new(self) -> __c::New<User> {
            __c::New::from_row(&self)
        }
    }
    impl __c::Related<User> for User {
        fn into_link(self) -> __c::Link {
            __c::Link::nested(__c::New::from_row(&self))
        }
    }
    impl __c::NewValues<User> for User {
        fn into_new(self) -> __c::NewRow {
            __c::new_row(__c::New::from_row(&self))
        }
    }
    impl<EmailGiven: __c::IsGiven> __c::Child<User, 14781339113128978092>
    for UserCreate<EmailGiven> {
        type Model = User;
        fn into_link(self) -> __c::Link {
            __c::Link::nested(self.new)
        }
    }
    impl<'s> UserView<'s> {
        ///What is loaded of the relationship `boss`.
        /**

# Errors

It was not loaded, or an entity of it has no values yet.*/
        pub fn boss(
            &self,
        ) -> __c::Result<
            __c::Option<<<User as __c::Target>::Model as __c::Viewed>::View<'s>>,
        > {
            <User as __c::Target>::view(&self.0, User::boss)
        }
        ///What is loaded of the relationship `posts`.
        /**

# Errors

It was not loaded, or an entity of it has no values yet.*/
        pub fn posts(
            &self,
        ) -> __c::Result<
            __c::Vec<<<Post as __c::Target>::Model as __c::Viewed>::View<'s>>,
        > {
            <Post as __c::Target>::views(&self.0, User::posts)
        }
    }
    #[automatically_derived]
    impl ::core::clone::Clone for UserView<'_> {
        fn clone(&self) -> Self {
            *self
        }
    }
    #[automatically_derived]
    impl ::core::marker::Copy for UserView<'_> {}
    #[automatically_derived]
    impl<'s> ::core::ops::Deref for UserView<'s> {
        type Target = __c::View<'s, User>;
        fn deref(&self) -> &Self::Target {
            &self.0
        }
    }
    #[automatically_derived]
    impl __c::Viewed for User {
        type View<'s> = UserView<'s>;
        fn view(__view: __c::View<'_, Self>) -> UserView<'_> {
            UserView(__view)
        }
    }
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl __c::Target for User {
        type Model = User;
    }
    #[doc(hidden)]
    pub struct UserColumns<__K> {
        pub id: __c::Column<__K, i64>,
        pub email: __c::Column<__K, String>,
        pub is_active: __c::Column<__K, bool>,
        pub created_at: __c::Column<__K, DateTime<Utc>>,
        pub boss_id: __c::Column<__K, Option<i64>>,
        pub boss: __c::Relation<__K, User, __c::One>,
        pub posts: __c::Relation<__K, Post, __c::Many>,
    }
    #[automatically_derived]
    impl<__K: 'static> __c::NamedColumns<__K> for User {
        type Row = User;
        type Columns = UserColumns<__K>;
        const COLUMNS: &'static UserColumns<__K> = &UserColumns {
            id: __c::Column::new("id", 0),
            email: __c::Column::new("email", 1),
            is_active: __c::Column::new("is_active", 2),
            created_at: __c::Column::new("created_at", 3),
            boss_id: __c::Column::new("boss_id", 4),
            boss: __c::Relation::new("boss", 0),
            posts: __c::Relation::new("posts", 1),
        };
    }
    #[automatically_derived]
    impl<__K: 'static> __c::Aliased<__K> for User {
        type Model = User;
    }
    #[automatically_derived]
    impl __c::Projection for User {
        const COLUMNS: &'static [&'static str] = &__c::names::<User, 5usize>();
    }
    #[automatically_derived]
    impl __c::IntoRow<User> for User {}
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl __c::FlatProjection for User {
        const TYPES: &'static [__c::PgType] = &__c::types::<User, 5usize>();
        fn into_params(self) -> __c::Vec<__c::Param> {
            __c::params(&self)
        }
    }
    const _: () = __c::check(
        <String as __c::Field>::HAS_LENGTH,
        "`length` is for texts and bit strings",
    );
    const _: () = __c::check(
        <Option<i64> as __c::Field>::NULLABLE,
        "`set_null` needs a column that can be NULL: make `boss_id` an `Option`",
    );
    const _: () = __c::assert_refers::<
        Option<i64>,
        <<User as __c::Target>::Model as __c::Model>::Key,
    >();
    const _: () = __c::check(
        __c::is_inverse(User::posts, Post::author, "posts"),
        "`User::posts` has `inverse = author`, but its inverse does not say `inverse = posts`",
    );
};
