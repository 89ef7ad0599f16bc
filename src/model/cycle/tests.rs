use std::collections::HashMap;

use proptest::prelude::*;

use super::*;

/// "a1 b1 a2" for the items of playlists a and b.
fn spelled(weights: &[&[u32]]) -> String {
    let weights: Vec<Vec<u32>> = weights.iter().map(|items| items.to_vec()).collect();
    let name = |(playlist, item): (u32, u32)| format!("{}{}", (b'a' + playlist as u8) as char, item + 1);
    cycle(&weights).map(name).collect::<Vec<_>>().join(" ")
}

#[test]
fn cycles() {
    let table: [(&[&[u32]], &str); 10] = [
        (&[], ""),
        (&[&[1]], "a1"),
        (&[&[1, 1, 1, 1]], "a1 a2 a3 a4"),
        (&[&[1, 1, 1], &[1, 1, 1]], "a1 b1 a2 b2 a3 b3"),
        (&[&[1, 1, 1, 1, 1, 1], &[1, 1]], "a1 a2 a3 b1 a4 a5 a6 b2"),
        (&[&[1], &[1], &[1]], "a1 b1 c1"),
        (&[&[2, 1, 1]], "a1 a2 a1 a3"),
        // Three of six: every second place, though evenness alone would put two together.
        (&[&[1, 1, 1, 3]], "a1 a4 a2 a4 a3 a4"),
        // Three of four: cannot be parted.
        (&[&[3, 1]], "a1 a1 a1 a2"),
        // Parted by the other playlist, though its own cannot part it.
        (&[&[3, 1], &[1, 1]], "a1 b1 a1 a2 a1 b2"),
    ];
    for (weights, order) in table {
        assert_eq!(spelled(weights), order, "{weights:?}");
    }
}

fn weights() -> impl Strategy<Value = Vec<Vec<u32>>> {
    let weight = prop_oneof![4 => Just(1u32), 1 => 1u32..6];
    prop::collection::vec(prop::collection::vec(weight, 1..12), 1..6)
}

fn neighbours<T: Copy>(order: &[T]) -> impl Iterator<Item = (T, T)> + '_ {
    order.iter().zip(order.iter().cycle().skip(1)).map(|(one, next)| (*one, *next))
}

proptest! {
    #[test]
    fn they_stand_in_the_order_in_which_they_are_due(weights in prop::collection::vec(1u32..40, 1..7)) {
        // The definition, in whole numbers: the k-th of w at (k + (2 × index + 1) / 2n) / w, of equals the first.
        let n = weights.len() as u64;
        let mut due: Vec<(u64, u64, u32)> = Vec::new();
        for (of, weight) in (0u32..).zip(&weights) {
            let part = |k| 2 * n * u64::from(k) + 2 * u64::from(of) + 1;
            due.extend((0..*weight).map(|k| (part(k), 2 * n * u64::from(*weight), of)));
        }
        due.sort_by(|one, other| (one.0 * other.1).cmp(&(other.0 * one.1)).then(one.2.cmp(&other.2)));
        let due: Vec<u32> = due.into_iter().map(|(_, _, of)| of).collect();
        let most = majority(&due);
        prop_assert_eq!(spread(&weights, u32::MAX).collect::<Vec<_>>(), unstick(due, most));
    }

    #[test]
    fn everyone_has_their_turns(weights in weights()) {
        let mut turns: HashMap<(u32, u32), u32> = HashMap::new();
        for place in cycle(&weights) {
            *turns.entry(place).or_default() += 1;
        }
        for (playlist, items) in weights.iter().enumerate() {
            for (item, weight) in items.iter().enumerate() {
                prop_assert_eq!(turns.remove(&(playlist as u32, item as u32)), Some(*weight));
            }
        }
        prop_assert!(turns.is_empty());
    }

    #[test]
    fn none_stands_twice_in_a_row_where_it_can_be_avoided(weights in weights()) {
        let order: Vec<_> = cycle(&weights).collect();
        let half = order.len() / 2;
        if weights.iter().flatten().all(|weight| *weight as usize <= half) {
            prop_assert!(neighbours(&order).all(|(one, next)| one != next), "{:?}", order);
        }
        if weights.iter().all(|items| items.iter().sum::<u32>() as usize <= half) {
            prop_assert!(neighbours(&order).all(|(one, next)| one.0 != next.0), "{:?}", order);
        }
    }

    #[test]
    fn playlists_are_spread_evenly(weights in weights()) {
        let order: Vec<_> = cycle(&weights).collect();
        for (playlist, items) in weights.iter().enumerate() {
            let share = items.iter().sum::<u32>() as f64 / order.len() as f64;
            let mut had = 0.0;
            for (place, (of, _)) in order.iter().enumerate() {
                had += if *of as usize == playlist { 1.0 } else { 0.0 };
                prop_assert!((had - share * (place + 1) as f64).abs() <= 3.0, "{} of {:?}", playlist, order);
            }
        }
    }

    #[test]
    fn a_new_file_leaves_the_others_in_their_order(lengths in prop::collection::vec(1usize..12, 1..5), at in 0usize..12) {
        let weights: Vec<Vec<u32>> = lengths.iter().map(|length| vec![1; *length]).collect();
        let mut more = weights.clone();
        let at = (at % (lengths[0] + 1)) as u32;
        more[0].push(1);
        let of = |order: Order<(u32, u32)>, playlist| -> Vec<u32> {
            order.filter(|(of, _)| *of == playlist).map(|(_, item)| item).collect()
        };
        let mut after = of(cycle(&more), 0);
        prop_assert_eq!(after.remove(at as usize), at);
        let renumbered: Vec<u32> = after.into_iter().map(|item| if item > at { item - 1 } else { item }).collect();
        prop_assert_eq!(renumbered, of(cycle(&weights), 0));
        for playlist in 1..weights.len() as u32 {
            prop_assert_eq!(of(cycle(&more), playlist), of(cycle(&weights), playlist));
        }
    }
}
