//! How long the codes of symbols are, by how often they occur, and what codes these lengths give.

/// Longest code that is written.
const LONGEST: u8 = 17;

/// Nodes of the tree that are not joined yet: a heap by their weights.
struct Heap {
    nodes: Vec<usize>,
    weights: Vec<u32>,
}

impl Heap {
    fn push(&mut self, node: usize) {
        let mut at = self.nodes.len();
        self.nodes.push(node);
        while at > 1 && self.weights[node] < self.weights[self.nodes[at / 2]] {
            self.nodes[at] = self.nodes[at / 2];
            at /= 2;
        }
        self.nodes[at] = node;
    }

    fn len(&self) -> usize {
        self.nodes.len() - 1
    }

    /// Takes the lightest.
    fn pop(&mut self) -> usize {
        let lightest = self.nodes[1];
        let node = self.nodes.pop().unwrap_or(lightest);
        let end = self.nodes.len();
        if end == 1 {
            return lightest;
        }
        let weight = |nodes: &[usize], at: usize| self.weights[nodes[at]];
        let mut at = 1;
        loop {
            let mut below = 2 * at;
            if below >= end {
                break;
            }
            if below + 1 < end && weight(&self.nodes, below + 1) < weight(&self.nodes, below) {
                below += 1;
            }
            if self.weights[node] < weight(&self.nodes, below) {
                break;
            }
            self.nodes[at] = self.nodes[below];
            at = below;
        }
        self.nodes[at] = node;
        lightest
    }
}

/// The lengths of codes for symbols that occur so often.
pub fn lengths(counts: &[u32]) -> Vec<u8> {
    let mut counts: Vec<u32> = counts.iter().map(|&count| count.max(1)).collect();
    loop {
        let found = lengths_once(&counts);
        if found.iter().all(|&length| length <= LONGEST) {
            return found;
        }
        counts.iter_mut().for_each(|count| *count = 1 + *count / 2);
    }
}

/// Joins the lightest two again and again. A weight has the count above and the depth in its lowest
/// eight bits, so that among equal counts the flatter tree is the lighter one.
fn lengths_once(counts: &[u32]) -> Vec<u8> {
    let weights = std::iter::once(0).chain(counts.iter().map(|count| count << 8)).collect();
    let mut heap = Heap { nodes: vec![0], weights };
    let mut parents = vec![0; 2 * counts.len() + 1];
    (1..=counts.len()).for_each(|leaf| heap.push(leaf));
    while heap.len() > 1 {
        let (one, other) = (heap.pop(), heap.pop());
        let (a, b) = (heap.weights[one], heap.weights[other]);
        let joined = heap.weights.len();
        heap.weights.push(((a & !0xff) + (b & !0xff)) | (1 + (a & 0xff).max(b & 0xff)));
        (parents[one], parents[other]) = (joined, joined);
        heap.push(joined);
    }
    let depth = |leaf: usize| {
        std::iter::successors(Some(leaf), |&node| Some(parents[node]).filter(|&up| up != 0)).count()
    };
    (1..=counts.len()).map(|leaf| (depth(leaf) - 1) as u8).collect()
}

/// The codes of symbols with these lengths: counted up from length to length.
pub fn assigned(lengths: &[u8]) -> Vec<u32> {
    let mut codes = vec![0; lengths.len()];
    let mut code = 0;
    let (least, most) = bounds(lengths);
    for length in least..=most {
        for (symbol, _) in lengths.iter().enumerate().filter(|&(_, &own)| own == length) {
            codes[symbol] = code;
            code += 1;
        }
        code <<= 1;
    }
    codes
}

/// The least and the greatest length.
pub fn bounds(lengths: &[u8]) -> (u8, u8) {
    let least = lengths.iter().copied().min().unwrap_or(0);
    (least, lengths.iter().copied().max().unwrap_or(0))
}
