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
                    ..::cormorant::__private::column::<i64>("id", "id")
                },
                ::cormorant::__private::ColumnDef {
                    modifiers: &[255i32],
                    ..::cormorant::__private::column::<String>("email", "email")
                },
                ::cormorant::__private::ColumnDef {
                    default: ::cormorant::__private::DefaultKind {
                        on_insert: true,
                        on_update: false,
                        on_update_sql: ::core::option::Option::None,
                    },
                    ..::cormorant::__private::column::<bool>("is_active", "is_active")
                },
                ::cormorant::__private::ColumnDef {
                    generated: ::core::option::Option::Some(
                        ::cormorant::__private::Generated::Server,
                    ),
                    server_default: ::core::option::Option::Some("now()"),
                    ..::cormorant::__private::column::<
                        DateTime<Utc>,
                    >("created_at", "created_at")
                },
                ::cormorant::__private::column::<Option<i64>>("boss_id", "boss_id"),
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
                    order_by: &[("id", true)],
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
