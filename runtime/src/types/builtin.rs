//! Built-in array types and their elements.

/// Pairs of array type and element type, ordered by the first.
const ARRAYS: [(u32, u32); 48] = [
    (143, 142),   // xml
    (199, 114),   // json
    (651, 650),   // cidr
    (775, 774),   // macaddr8
    (1000, 16),   // bool
    (1001, 17),   // bytea
    (1002, 18),   // "char"
    (1003, 19),   // name
    (1005, 21),   // int2
    (1007, 23),   // int4
    (1009, 25),   // text
    (1014, 1042), // bpchar
    (1015, 1043), // varchar
    (1016, 20),   // int8
    (1017, 600),  // point
    (1021, 700),  // float4
    (1022, 701),  // float8
    (1028, 26),   // oid
    (1040, 829),  // macaddr
    (1041, 869),  // inet
    (1115, 1114), // timestamp
    (1182, 1082), // date
    (1183, 1083), // time
    (1185, 1184), // timestamptz
    (1187, 1186), // interval
    (1231, 1700), // numeric
    (1263, 2275), // cstring
    (1270, 1266), // timetz
    (1561, 1560), // bit
    (1563, 1562), // varbit
    (2287, 2249), // record
    (2951, 2950), // uuid
    (3643, 3614), // tsvector
    (3645, 3615), // tsquery
    (3807, 3802), // jsonb
    (3905, 3904), // int4range
    (3907, 3906), // numrange
    (3909, 3908), // tsrange
    (3911, 3910), // tstzrange
    (3913, 3912), // daterange
    (3927, 3926), // int8range
    (4073, 4072), // jsonpath
    (6150, 4451), // int4multirange
    (6151, 4532), // nummultirange
    (6152, 4533), // tsmultirange
    (6153, 4534), // tstzmultirange
    (6155, 4535), // datemultirange
    (6157, 4536), // int8multirange
];

/// The element type of a built-in array type.
pub(crate) fn element_of(array_oid: u32) -> Option<u32> {
    ARRAYS.iter().find(|(array, _)| *array == array_oid).map(|(_, element)| *element)
}
