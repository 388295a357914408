/// A person with a login.
#[derive(Model, Clone)]
#[model(table = "users", comment)]
#[model(has_many(posts: Post, inverse = author, cascade(delete_orphan), order_by(id desc)))]
pub struct User {
    #[model(primary_key, generated)]
    pub id: i64,
    /// Where mail goes.
    #[model(unique, length = 255)]
    pub email: String,
    #[model(default = true)]
    pub is_active: bool,
    #[model(generated, server_default = "now()")]
    pub created_at: DateTime<Utc>,
    #[model(belongs_to(boss: Self, on_delete = set_null))]
    pub boss_id: Option<i64>,
}
