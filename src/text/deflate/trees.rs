//! Codes of few bits for frequent symbols: Huffman's, with a bound on their length.

/// What is known of an alphabet besides how often its symbols come.
pub(super) struct Alphabet {
    /// The bits that follow symbols, from this symbol on.
    pub extra: &'static [u8],
    pub extra_from: usize,
    pub longest: usize,
}

/// A code.
pub(super) struct Tree {
    pub lengths: Vec<u8>,
    pub codes: Vec<u16>,
    /// The last symbol that has a code.
    pub most: usize,
    /// How many bits all symbols take.
    pub cost: usize,
}

impl Alphabet {
    pub fn extra_of(&self, symbol: usize) -> usize {
        let index = symbol.checked_sub(self.extra_from);
        index.map_or(0, |index| self.extra.get(index).copied().unwrap_or(0).into())
    }
}

/// Symbols and inner nodes, the rarest on top; of two that are as frequent, the flatter one.
struct Heap {
    nodes: Vec<usize>,
    counts: Vec<u32>,
    depths: Vec<u8>,
}

impl Heap {
    fn before(&self, a: usize, b: usize) -> bool {
        (self.counts[a], self.depths[a]) <= (self.counts[b], self.depths[b])
    }

    /// Moves the node at `place` down to where it belongs.
    fn sift(&mut self, mut place: usize) {
        let node = self.nodes[place];
        loop {
            let mut below = 2 * place + 1;
            if below >= self.nodes.len() {
                break;
            }
            if below + 1 < self.nodes.len() && self.before(self.nodes[below + 1], self.nodes[below])
            {
                below += 1;
            }
            if self.before(node, self.nodes[below]) {
                break;
            }
            self.nodes[place] = self.nodes[below];
            place = below;
        }
        self.nodes[place] = node;
    }

    /// Takes the top out.
    fn pop(&mut self) -> usize {
        let last = self.nodes.len() - 1;
        let top = self.nodes.swap_remove(0);
        if last > 0 {
            self.sift(0);
        }
        top
    }
}

/// The code for symbols that come so often.
pub(super) fn tree(counts: &[u32], alphabet: &Alphabet) -> Tree {
    let size = counts.len();
    let mut heap = Heap { nodes: Vec::new(), counts: counts.to_vec(), depths: vec![0; 2 * size] };
    heap.nodes.extend((0..size).filter(|&symbol| counts[symbol] > 0));
    let mut most = heap.nodes.last().copied();
    // Deflate wants two codes at least.
    let mut forced = 0;
    while heap.nodes.len() < 2 {
        let symbol = most.map_or(0, |most| if most < 2 { most + 1 } else { 0 });
        most = Some(most.map_or(0, |most| most.max(symbol)));
        heap.nodes.push(symbol);
        heap.counts[symbol] = 1;
        forced += 1;
    }
    for place in (0..heap.nodes.len() / 2).rev() {
        heap.sift(place);
    }
    // The parents, and all nodes from the root down.
    let mut parents = vec![0; 2 * size];
    let mut order = Vec::new();
    while heap.nodes.len() > 1 {
        let (a, new) = (heap.pop(), heap.counts.len());
        let b = heap.nodes[0];
        order.extend([a, b]);
        heap.counts.push(heap.counts[a] + heap.counts[b]);
        heap.depths[new] = heap.depths[a].max(heap.depths[b]) + 1;
        (parents[a], parents[b]) = (new, new);
        heap.nodes[0] = new;
        heap.sift(0);
    }
    order.push(heap.nodes[0]);
    order.reverse();
    let lengths = lengths(&order, &parents, size, alphabet.longest);
    let bits = |symbol: usize| usize::from(lengths[symbol]) + alphabet.extra_of(symbol);
    let cost = (0..size).map(|symbol| heap.counts[symbol] as usize * bits(symbol)).sum::<usize>();
    Tree { codes: codes_of(&lengths), most: most.unwrap_or(0), cost: cost - forced, lengths }
}

/// The lengths of the codes; where they would be too long, others become longer instead.
fn lengths(order: &[usize], parents: &[usize], size: usize, longest: usize) -> Vec<u8> {
    let mut depths = vec![0; parents.len()];
    let mut counts = vec![0_usize; longest + 2];
    let mut over = 0;
    for &node in &order[1..] {
        let depth: usize = depths[parents[node]] + 1;
        over += usize::from(depth > longest);
        depths[node] = depth.min(longest);
        if node < size {
            counts[depths[node]] += 1;
        }
    }
    let mut over = over as isize;
    if over > 0 {
        while over > 0 {
            let shorter = (1..longest).rev().find(|&bits| counts[bits] > 0).unwrap_or(1);
            counts[shorter] -= 1;
            counts[shorter + 1] += 2;
            counts[longest] -= 1;
            over -= 2;
        }
        let mut leaves = order.iter().rev().filter(|&&node| node < size);
        for bits in (1..=longest).rev() {
            for &leaf in leaves.by_ref().take(counts[bits]) {
                depths[leaf] = bits;
            }
        }
    }
    depths[..size].iter().map(|&depth| depth as u8).collect()
}

/// The codes that follow from their lengths, the first bit lowest.
pub(super) fn codes_of(lengths: &[u8]) -> Vec<u16> {
    let mut next = [0_u32; 17];
    for bits in 1..=15_u8 {
        let count = lengths.iter().filter(|&&length| length == bits).count() as u32;
        next[usize::from(bits) + 1] = (next[usize::from(bits)] + count) << 1;
    }
    let code = |&length: &u8| match length {
        0 => 0,
        length => {
            let code = next[usize::from(length)];
            next[usize::from(length)] += 1;
            (code as u16).reverse_bits() >> (16 - u16::from(length))
        }
    };
    lengths.iter().map(code).collect()
}
