//! All rows of the shop.

use cormorant::Result;
use cormorant::ddl::Options;
use cormorant::engine::Connection;
use cormorant::schema::{Model, TableDef};

use super::{
    Album, Artist, Customer, Employee, Genre, Invoice, InvoiceLine, MediaType, Playlist, PlaylistTrack, Track,
};

/// All tables, in no particular order.
pub const TABLES: [&TableDef; 11] = [
    Artist::TABLE,
    Album::TABLE,
    Genre::TABLE,
    MediaType::TABLE,
    Track::TABLE,
    Playlist::TABLE,
    PlaylistTrack::TABLE,
    Employee::TABLE,
    Customer::TABLE,
    Invoice::TABLE,
    InvoiceLine::TABLE,
];

/// Makes the schema and all tables.
///
/// # Errors
///
/// What the server says, for example that a table is there already.
pub async fn create_tables(conn: &mut Connection) -> Result<()> {
    conn.create_all(&TABLES, &Options::new()).await
}

/// Drops all tables, and the schema, where they are.
///
/// # Errors
///
/// What the server says, for example that a view of somebody else needs a table.
pub async fn drop_tables(conn: &mut Connection) -> Result<()> {
    conn.drop_all(&TABLES, &Options::new().drop_schemas()).await
}

/// The rows of all eleven tables.
#[derive(Clone, Debug, Default)]
pub struct Music {
    pub artists: Vec<Artist>,
    pub albums: Vec<Album>,
    pub genres: Vec<Genre>,
    pub media_types: Vec<MediaType>,
    pub tracks: Vec<Track>,
    pub playlists: Vec<Playlist>,
    pub playlist_tracks: Vec<PlaylistTrack>,
    pub employees: Vec<Employee>,
    pub customers: Vec<Customer>,
    pub invoices: Vec<Invoice>,
    pub invoice_lines: Vec<InvoiceLine>,
}

impl Music {
    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.artists.len()
            + self.albums.len()
            + self.genres.len()
            + self.media_types.len()
            + self.tracks.len()
            + self.playlists.len()
            + self.playlist_tracks.len()
            + self.employees.len()
            + self.customers.len()
            + self.invoices.len()
            + self.invoice_lines.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Writes all rows in bulk, tables before those that refer to them, and says after each table how many.
    ///
    /// # Errors
    ///
    /// As [`Connection::copy_in`].
    pub async fn load(&self, conn: &mut Connection, mut done: impl FnMut(u64)) -> Result<()> {
        done(conn.copy_in(Artist, self.artists.iter().cloned()).await?);
        done(conn.copy_in(Album, self.albums.iter().cloned()).await?);
        done(conn.copy_in(Genre, self.genres.iter().cloned()).await?);
        done(conn.copy_in(MediaType, self.media_types.iter().cloned()).await?);
        done(conn.copy_in(Track, self.tracks.iter().cloned()).await?);
        done(conn.copy_in(Playlist, self.playlists.iter().cloned()).await?);
        done(conn.copy_in(PlaylistTrack, self.playlist_tracks.iter().cloned()).await?);
        done(conn.copy_in(Employee, self.employees.iter().cloned()).await?);
        done(conn.copy_in(Customer, self.customers.iter().cloned()).await?);
        done(conn.copy_in(Invoice, self.invoices.iter().cloned()).await?);
        done(conn.copy_in(InvoiceLine, self.invoice_lines.iter().cloned()).await?);
        Ok(())
    }
}
