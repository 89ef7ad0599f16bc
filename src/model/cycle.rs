//! The order of a cycle: every item as often as its weight says, spread evenly.
//!
//! It is decided twice by the same rule ([`spread`]): first which playlist has the turn, by how many showings
//! each has in a cycle, then which of its items. So playlists interleave, one playlist alone plays exactly in
//! its own order, and a file that joins leaves the others of its playlist in theirs.

/// Showings per cycle that one item may ask for; keeps a slip of the keyboard from making a week of a cycle.
const MAX_WEIGHT: u32 = 20;

/// Numbers in some order; of a long one often no more than the beginning is asked for.
type Order<T> = Box<dyn Iterator<Item = T>>;

/// The order of one cycle: pairs (playlist, item) of indices into `weights`, which holds for each playlist the
/// weight of each of its items. O(n log n) in the number of showings, and a look at each playlist for each showing of
/// the largest.
pub(super) fn cycle(weights: &[Vec<u32>]) -> Order<(u32, u32)> {
    let turns: Vec<u32> =
        weights.iter().map(|items| items.iter().map(|weight| (*weight).clamp(1, MAX_WEIGHT)).sum()).collect();
    let mut playing: Vec<Order<u32>> = weights.iter().map(|items| spread(items, MAX_WEIGHT)).collect();
    let order = spread(&turns, u32::MAX).filter_map(move |playlist| {
        let item = playing.get_mut(playlist as usize)?.next()?;
        Some((playlist, item))
    });
    // What comes once is never its own neighbour.
    if weights.iter().flatten().all(|weight| *weight <= 1) {
        return Box::new(order);
    }
    let order: Vec<_> = order.collect();
    let most = majority(&order);
    Box::new(unstick(order, most).into_iter())
}

/// Indices of `weights`, each as often as its weight (1 to `most`), at even distances, and none twice in a row
/// (the end meets the beginning) where that can be avoided. Equal weights give the indices in their order.
fn spread(weights: &[u32], most: u32) -> Order<u32> {
    if let [first, rest @ ..] = weights
        && rest.iter().all(|weight| weight == first)
    {
        // Nothing to spread, of ten thousand files of a folder most often.
        let round = 0..weights.len() as u32;
        return Box::new((0..(*first).clamp(1, most)).flat_map(move |_| round.clone()));
    }
    let step = 2.0 * weights.len() as f64;
    let weights = (0u32..).zip(weights.iter().map(|weight| (*weight).clamp(1, most)));
    let total: usize = weights.clone().map(|(_, weight)| weight as usize).sum();
    let half = weights.clone().find(|(_, weight)| 2 * *weight as usize > total).map(|(of, _)| of);
    let most = weights.clone().map(|(_, weight)| weight).max().unwrap_or(1);
    // What is due next of each.
    let mut next: Vec<Due> = weights.map(|(of, weight)| Due::first(of, step * f64::from(weight))).collect();
    let mut order = Vec::with_capacity(total);
    // In as many rounds of one length as the heaviest has showings none has two: theirs are no closer than a round is
    // long. So little is to be sorted at a time, where a heap asks all at each showing.
    let mut round: Vec<(u64, u32)> = Vec::new();
    for end in (1..=most).map(|rounds| f64::from(rounds) / f64::from(most)) {
        for due in next.iter_mut().filter(|due| due.at < end) {
            // The greater has the greater bits.
            round.push((due.at.to_bits(), due.of));
            due.part += step;
            due.at = due.part / due.whole;
        }
        round.sort_by_key(|(at, _)| *at);
        order.extend(round.drain(..).map(|(_, of)| of));
    }
    Box::new(unstick(order, half).into_iter())
}

/// When one of n is due: the k-th of w showings at (k + phase) / w of the cycle. The phase, (2 × index + 1) / 2n, keeps
/// the order of equals.
///
/// Both parts of the share are whole numbers, and their division is rounded the same on every machine (IEEE 754). Two
/// shares that differ are farther apart than it rounds: both numbers have less than 26 bits more than their difference.
struct Due {
    of: u32,
    part: f64,
    whole: f64,
    at: f64,
}

impl Due {
    fn first(of: u32, whole: f64) -> Due {
        let part = f64::from(2 * of + 1);
        Due { of, part, whole, at: part / whole }
    }
}

/// Parts equal neighbours, the last and the first included, where it can be done, and otherwise keeps the order.
/// What has more than half of the places (`most`) cannot be
/// parted and stays as evenly spread as it was.
fn unstick<T: Copy + Eq>(order: Vec<T>, most: Option<T>) -> Vec<T> {
    if order.windows(2).all(|pair| pair.first() != pair.last()) && order.first() != order.last() {
        return order;
    }
    let mut parted: Vec<T> = Vec::with_capacity(order.len());
    // Repeats of the last one parted, waiting for another to stand between.
    let mut waiting = 0;
    for next in order {
        match parted.last().copied() {
            Some(last) if last == next && Some(next) != most => waiting += 1,
            Some(last) if last != next && waiting > 0 => {
                parted.extend([next, last]);
                waiting -= 1;
            }
            _ => parted.push(next),
        }
    }
    let Some(last) = parted.last().copied() else { return parted };
    if parted.len() > 1 && parted.first() == Some(&last) && Some(last) != most {
        parted.pop();
        waiting += 1;
    }
    settle(parted, last, waiting)
}

/// Puts `count` more of `what` between neighbours that are both something else, late places first. There is
/// room: less than half of all are `what`, so more gaps than `count` do not touch one.
fn settle<T: Copy + Eq>(order: Vec<T>, what: T, mut count: usize) -> Vec<T> {
    if count == 0 {
        return order;
    }
    let mut after = order.first().copied();
    let mut settled = Vec::with_capacity(order.len() + count);
    for here in order.into_iter().rev() {
        if count > 0 && here != what && after != Some(what) {
            settled.push(what);
            count -= 1;
        }
        settled.push(here);
        after = Some(here);
    }
    settled.extend(std::iter::repeat_n(what, count));
    settled.reverse();
    settled
}

/// What has more than half of the places, if anything has.
fn majority<T: Copy + Eq>(order: &[T]) -> Option<T> {
    // Boyer and Moore's vote: only a majority can survive it, and the count confirms it.
    let mut lead = (None, 0usize);
    for next in order {
        lead = match lead {
            (_, 0) => (Some(*next), 1),
            (held, votes) if held == Some(*next) => (held, votes + 1),
            (held, votes) => (held, votes - 1),
        };
    }
    lead.0.filter(|held| 2 * order.iter().filter(|next| *next == held).count() > order.len())
}

#[cfg(test)]
mod tests;
