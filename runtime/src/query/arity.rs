//! Tuples: one list of arities for all traits that know them.

/// Calls a macro with the type parameters of each tuple of 1 to 16: `(type, position of the type)`.
macro_rules! for_tuples {
    ($call:ident) => {
        $call!((A AtA));
        $call!((A AtA) (B AtB));
        $call!((A AtA) (B AtB) (C AtC));
        $call!((A AtA) (B AtB) (C AtC) (D AtD));
        $call!((A AtA) (B AtB) (C AtC) (D AtD) (E AtE));
        $call!((A AtA) (B AtB) (C AtC) (D AtD) (E AtE) (G AtG));
        $call!((A AtA) (B AtB) (C AtC) (D AtD) (E AtE) (G AtG) (H AtH));
        $call!((A AtA) (B AtB) (C AtC) (D AtD) (E AtE) (G AtG) (H AtH) (I AtI));
        $call!((A AtA) (B AtB) (C AtC) (D AtD) (E AtE) (G AtG) (H AtH) (I AtI) (J AtJ));
        $call!((A AtA) (B AtB) (C AtC) (D AtD) (E AtE) (G AtG) (H AtH) (I AtI) (J AtJ) (K AtK));
        $call!((A AtA) (B AtB) (C AtC) (D AtD) (E AtE) (G AtG) (H AtH) (I AtI) (J AtJ) (K AtK) (L AtL));
        $call!((A AtA) (B AtB) (C AtC) (D AtD) (E AtE) (G AtG) (H AtH) (I AtI) (J AtJ) (K AtK) (L AtL) (M AtM));
        $call!((A AtA) (B AtB) (C AtC) (D AtD) (E AtE) (G AtG) (H AtH) (I AtI) (J AtJ) (K AtK) (L AtL) (M AtM) (N AtN));
        $call!((A AtA) (B AtB) (C AtC) (D AtD) (E AtE) (G AtG) (H AtH) (I AtI) (J AtJ) (K AtK) (L AtL) (M AtM) (N AtN) (O AtO));
        $call!((A AtA) (B AtB) (C AtC) (D AtD) (E AtE) (G AtG) (H AtH) (I AtI) (J AtJ) (K AtK) (L AtL) (M AtM) (N AtN) (O AtO) (P AtP));
        $call!((A AtA) (B AtB) (C AtC) (D AtD) (E AtE) (G AtG) (H AtH) (I AtI) (J AtJ) (K AtK) (L AtL) (M AtM) (N AtN) (O AtO) (P AtP) (Q AtQ));
    };
}

pub(crate) use for_tuples;
