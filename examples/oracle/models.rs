//! The models of the differential oracle: `models.py`, in our terms.

use cormorant::Model;

#[derive(Model, Clone, Debug)]
pub struct Plain {
    #[model(primary_key, generated)]
    pub id: i32,
    pub label: String,
    // NOT NULL in the database; programs try NULL.
    pub qty: Option<i32>,
    pub note: Option<String>,
}

#[derive(Model, Clone, Debug)]
#[model(has_many(pets: Pet, inverse = owner))]
pub struct Owner {
    #[model(primary_key, generated)]
    pub id: i32,
    pub label: String,
    pub city: Option<String>,
}

#[derive(Model, Clone, Debug)]
pub struct Pet {
    #[model(primary_key, generated)]
    pub id: i32,
    pub label: String,
    pub kind: Option<String>,
    #[model(belongs_to(owner: Owner, inverse = pets))]
    pub owner_id: Option<i32>,
}

#[derive(Model, Clone, Debug)]
#[model(table = "orders", has_many(lines: Line, inverse = order, cascade(all, delete_orphan)))]
pub struct Order {
    #[model(primary_key, generated)]
    pub id: i32,
    pub label: String,
    pub status: Option<String>,
}

#[derive(Model, Clone, Debug)]
pub struct Line {
    #[model(primary_key, generated)]
    pub id: i32,
    pub label: String,
    pub qty: Option<i32>,
    #[model(belongs_to(order: Order, inverse = lines))]
    pub order_id: i32,
}

#[derive(Model, Clone, Debug)]
#[model(
    has_one(passport: Passport, inverse = person),
    has_one(profile: Profile, inverse = person, cascade(all, delete_orphan))
)]
pub struct Person {
    #[model(primary_key, generated)]
    pub id: i32,
    pub label: String,
    pub nick: Option<String>,
}

#[derive(Model, Clone, Debug)]
pub struct Passport {
    #[model(primary_key, generated)]
    pub id: i32,
    pub label: String,
    pub country: Option<String>,
    #[model(unique, belongs_to(person: Person, inverse = passport))]
    pub person_id: Option<i32>,
}

#[derive(Model, Clone, Debug)]
pub struct Profile {
    #[model(primary_key, generated)]
    pub id: i32,
    pub label: String,
    pub bio: Option<String>,
    #[model(unique, belongs_to(person: Person, inverse = profile))]
    pub person_id: i32,
}

#[derive(Model, Clone, Debug)]
#[model(many_to_many(tags: Tag, through = "post_tag"(post_id, tag_id), inverse = posts))]
pub struct Post {
    #[model(primary_key, generated)]
    pub id: i32,
    pub label: String,
    pub title: Option<String>,
}

#[derive(Model, Clone, Debug)]
#[model(many_to_many(posts: Post, through = "post_tag"(tag_id, post_id), inverse = tags))]
pub struct Tag {
    #[model(primary_key, generated)]
    pub id: i32,
    pub label: String,
    pub color: Option<String>,
}

#[derive(Model, Clone, Debug)]
#[model(has_many(enrollments: Enrollment, inverse = student, cascade(all, delete_orphan), order_by(course_id)))]
pub struct Student {
    #[model(primary_key, generated)]
    pub id: i32,
    pub label: String,
    pub year: Option<i32>,
}

#[derive(Model, Clone, Debug)]
#[model(has_many(enrollments: Enrollment, inverse = course, order_by(student_id)))]
pub struct Course {
    #[model(primary_key, generated)]
    pub id: i32,
    pub label: String,
    pub room: Option<String>,
}

#[derive(Model, Clone, Debug)]
pub struct Enrollment {
    #[model(primary_key, belongs_to(student: Student, inverse = enrollments))]
    pub student_id: i32,
    #[model(primary_key, belongs_to(course: Course, inverse = enrollments))]
    pub course_id: i32,
    pub grade: Option<i32>,
    pub remark: Option<String>,
}

#[derive(Model, Clone, Debug)]
#[model(has_many(children: Node, inverse = parent))]
pub struct Node {
    #[model(primary_key, generated)]
    pub id: i32,
    pub label: String,
    pub val: Option<i32>,
    #[model(belongs_to(parent: Node, inverse = children))]
    pub parent_id: Option<i32>,
}

#[derive(Model, Clone, Debug)]
#[model(has_many(children: Folder, inverse = parent, cascade(all, delete_orphan)))]
pub struct Folder {
    #[model(primary_key, generated)]
    pub id: i32,
    pub label: String,
    pub size: Option<i32>,
    #[model(belongs_to(parent: Folder, inverse = children))]
    pub parent_id: Option<i32>,
}

#[derive(Model, Clone, Debug)]
#[model(has_many(cities: City, inverse = country))]
pub struct Country {
    #[model(primary_key)]
    pub code: String,
    pub name: Option<String>,
    #[model(default = Some(1))]
    pub pop: Option<i32>,
}

#[derive(Model, Clone, Debug)]
pub struct City {
    #[model(primary_key, generated)]
    pub id: i32,
    pub label: String,
    pub size: Option<i32>,
    #[model(belongs_to(country: Country, inverse = cities, on_update = cascade))]
    pub country_code: Option<String>,
}

#[derive(Model, Clone, Debug)]
#[model(has_many(boxes: Boxed, inverse = shelf))]
pub struct Shelf {
    #[model(primary_key)]
    pub room: String,
    #[model(primary_key)]
    pub num: i32,
    pub note: Option<String>,
    pub cap: Option<i32>,
}

/// `Box`: the name is taken.
#[derive(Model, Clone, Debug)]
#[model(table = "box", belongs_to(shelf: Shelf, columns(shelf_room, shelf_num), inverse = boxes))]
pub struct Boxed {
    #[model(primary_key, generated)]
    pub id: i32,
    pub label: String,
    pub weight: Option<i32>,
    pub shelf_room: Option<String>,
    pub shelf_num: Option<i32>,
}

#[derive(Model, Clone, Debug)]
pub struct Doc {
    #[model(primary_key, generated)]
    pub id: i32,
    pub label: String,
    pub body: Option<String>,
    pub stars: Option<i32>,
    #[model(version)]
    pub version_id: i32,
}

#[derive(Model, Clone, Debug)]
#[model(has_many(tracks: Track, inverse = album, cascade(all, delete_orphan), passive_deletes))]
pub struct Album {
    #[model(primary_key, generated)]
    pub id: i32,
    pub label: String,
    pub genre: Option<String>,
}

#[derive(Model, Clone, Debug)]
pub struct Track {
    #[model(primary_key, generated)]
    pub id: i32,
    pub label: String,
    pub secs: Option<i32>,
    #[model(belongs_to(album: Album, inverse = tracks, on_delete = cascade))]
    pub album_id: i32,
}

#[derive(Model, Clone, Debug)]
pub struct Conf {
    #[model(primary_key, generated)]
    pub id: i32,
    pub label: String,
    pub val: Option<String>,
    #[model(default = Some("py".to_owned()))]
    pub created_by: Option<String>,
    // NOT NULL in the database, as `qty` above.
    #[model(default = Some(true))]
    pub active: Option<bool>,
    #[model(server_default = "42")]
    pub rank: Option<i32>,
    #[model(on_update = Some("upd".to_owned()))]
    pub modified_by: Option<String>,
    #[model(default = Some(0), on_update_sql = "rev + 1")]
    pub rev: Option<i32>,
}

#[derive(Model, Clone, Debug)]
#[model(has_many(players: Player, inverse = team))]
pub struct Team {
    #[model(primary_key, generated)]
    pub id: i32,
    pub label: String,
    pub town: Option<String>,
    #[model(belongs_to(captain: Player, post_update))]
    pub captain_id: Option<i32>,
}

#[derive(Model, Clone, Debug)]
pub struct Player {
    #[model(primary_key, generated)]
    pub id: i32,
    pub label: String,
    pub num: Option<i32>,
    #[model(belongs_to(team: Team, inverse = players))]
    pub team_id: Option<i32>,
}

#[derive(Model, Clone, Debug)]
pub struct Account {
    #[model(primary_key, generated)]
    pub id: i32,
    pub label: String,
    #[model(unique)]
    pub email: Option<String>,
    pub level: Option<i32>,
}
