//! Which bytes of an object a view shows, and as what.

use std::rc::Rc;

/// How the items of a view are arranged.
#[derive(Clone, PartialEq, Eq)]
pub enum Rank {
    /// No dimension: a single item.
    Scalar,
    /// One dimension, as nearly always.
    Line,
    /// More: the lengths of all dimensions but the first, whose rows stand item by item.
    Grid(Rc<[usize]>),
}

#[derive(Clone)]
pub struct Shape {
    /// Where the first item starts.
    pub start: usize,
    /// The length of the first dimension.
    pub count: usize,
    /// Bytes from one row (in one dimension: item) to the next; negative for a reversed view.
    pub stride: isize,
    /// The type code of an item.
    pub format: u8,
    pub item_size: usize,
    pub readonly: bool,
    pub rank: Rank,
}

impl Shape {
    /// `count` items side by side from the start of an object.
    pub fn line(count: usize, format: u8, item_size: usize, readonly: bool) -> Shape {
        let stride = item_size as isize;
        Shape { start: 0, count, stride, format, item_size, readonly, rank: Rank::Line }
    }

    /// Items in a row of the first dimension: 1 where that is the only one.
    pub fn row(&self) -> usize {
        match &self.rank {
            Rank::Grid(lengths) => lengths.iter().product(),
            Rank::Scalar | Rank::Line => 1,
        }
    }

    /// All items.
    pub fn items(&self) -> usize {
        self.count * self.row()
    }

    pub fn bytes(&self) -> usize {
        self.items() * self.item_size
    }

    /// Where all items are, if they stand side by side.
    pub fn range(&self) -> std::ops::Range<usize> {
        self.start..self.start + self.bytes()
    }

    /// Where item `at` starts, counted row by row.
    pub fn offset(&self, at: usize) -> usize {
        if let Rank::Grid(_) = self.rank {
            let row = self.row();
            return self.row_offset(at / row) + at % row * self.item_size;
        }
        self.row_offset(at)
    }

    fn row_offset(&self, at: usize) -> usize {
        self.start.wrapping_add_signed(self.stride.wrapping_mul(at as isize))
    }

    pub fn dimensions(&self) -> usize {
        match &self.rank {
            Rank::Scalar => 0,
            Rank::Line => 1,
            Rank::Grid(lengths) => 1 + lengths.len(),
        }
    }

    /// The length of each dimension.
    pub fn lengths(&self) -> Vec<usize> {
        match &self.rank {
            Rank::Scalar => Vec::new(),
            Rank::Line => vec![self.count],
            Rank::Grid(lengths) => {
                std::iter::once(self.count).chain(lengths.iter().copied()).collect()
            }
        }
    }

    /// The bytes from one element of each dimension to the next.
    pub fn strides(&self) -> Vec<isize> {
        let Rank::Grid(lengths) = &self.rank else {
            return vec![self.stride; self.dimensions()];
        };
        let mut strides = vec![self.stride; 1 + lengths.len()];
        let mut step = self.item_size as isize;
        for (at, length) in lengths.iter().enumerate().rev() {
            strides[at + 1] = step;
            step *= *length as isize;
        }
        strides
    }

    /// Whether the items stand side by side, row by row.
    pub fn is_contiguous(&self) -> bool {
        self.count <= 1 || self.stride == (self.row() * self.item_size) as isize
    }

    /// Whether they stand side by side column by column, as Fortran has them.
    pub fn is_by_columns(&self) -> bool {
        let mut step = self.item_size as isize;
        self.items() == 0
            || self.lengths().into_iter().zip(self.strides()).all(|(length, stride)| {
                let fits = length <= 1 || stride == step;
                step *= length as isize;
                fits
            })
    }

    /// The item at a place in each dimension; the number of the dimension that has no such place.
    pub fn item_at(&self, places: &[i64]) -> Result<usize, usize> {
        let mut item = 0;
        for (dimension, (&place, length)) in places.iter().zip(self.lengths()).enumerate() {
            let from_end = if place < 0 { place.saturating_add(length as i64) } else { place };
            match usize::try_from(from_end) {
                Ok(place) if place < length => item = item * length + place,
                _ => return Err(dimension + 1),
            }
        }
        Ok(item)
    }

    /// The items in the order of Fortran: the first dimension changes fastest.
    pub fn by_columns(&self) -> Vec<usize> {
        let lengths = self.lengths();
        let mut places = vec![0; lengths.len()];
        let mut order = Vec::with_capacity(self.items());
        for _ in 0..self.items() {
            order.push(
                lengths.iter().zip(&places).fold(0, |item, (length, place)| item * length + place),
            );
            for (place, length) in places.iter_mut().zip(&lengths) {
                *place += 1;
                if *place < *length {
                    break;
                }
                *place = 0;
            }
        }
        order
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(count: usize, inner: &[usize]) -> Shape {
        let row: usize = inner.iter().product();
        let rank = Rank::Grid(inner.into());
        Shape { stride: row as isize, rank, ..Shape::line(count, b'B', 1, true) }
    }

    #[test]
    fn places_are_counted_row_by_row() {
        let shape = grid(2, &[3]);
        assert_eq!((shape.items(), shape.lengths(), shape.strides()), (6, vec![2, 3], vec![3, 1]));
        assert_eq!(shape.item_at(&[1, -1]), Ok(5));
        assert_eq!(shape.item_at(&[0, 3]), Err(2));
        assert_eq!(shape.by_columns(), [0, 3, 1, 4, 2, 5]);
        assert!(shape.is_contiguous() && !shape.is_by_columns());
    }
}
