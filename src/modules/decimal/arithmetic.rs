//! Arithmetic of finite decimal numbers in a context, as long as nothing out of the way happens.
//!
//! What would signal more than that digits were lost, what is subnormal and what is very long or
//! very far out is refused: Python has the whole rules. (General Decimal Arithmetic Specification.)

use std::cmp::Ordering;

use super::whole::{Tail, Whole};

/// Exponents beyond this are refused, so that none of the sums here can overflow.
pub const FAR: i64 = 1 << 56;

/// The bits of the signals that can be raised here, in the order of `decimal`'s signals.
pub const FLOAT_OPERATION: u16 = 1 << 1;
pub const INEXACT: u16 = 1 << 6;
pub const ROUNDED: u16 = 1 << 7;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rounding {
    Ceiling,
    Floor,
    Up,
    Down,
    HalfUp,
    HalfDown,
    HalfEven,
    ZeroFiveUp,
}

impl Rounding {
    pub const NAMES: [(&'static str, Rounding); 8] = [
        ("ROUND_HALF_EVEN", Rounding::HalfEven),
        ("ROUND_HALF_UP", Rounding::HalfUp),
        ("ROUND_CEILING", Rounding::Ceiling),
        ("ROUND_FLOOR", Rounding::Floor),
        ("ROUND_UP", Rounding::Up),
        ("ROUND_DOWN", Rounding::Down),
        ("ROUND_HALF_DOWN", Rounding::HalfDown),
        ("ROUND_05UP", Rounding::ZeroFiveUp),
    ];

    /// The rounding of this name.
    pub fn named(name: &str) -> Option<Rounding> {
        Rounding::NAMES.iter().find(|(known, _)| *known == name).map(|(_, rounding)| *rounding)
    }

    /// Whether what was `kept` of a magnitude is rounded up.
    fn goes_up<W: Whole>(self, kept: &W, tail: Tail, negative: bool) -> bool {
        if tail == Tail::Zero {
            return false;
        }
        match self {
            Rounding::Up => true,
            Rounding::Down => false,
            Rounding::Ceiling => !negative,
            Rounding::Floor => negative,
            Rounding::ZeroFiveUp => kept.last_digit().is_multiple_of(5),
            Rounding::HalfUp => tail != Tail::BelowHalf,
            Rounding::HalfDown => tail == Tail::AboveHalf,
            Rounding::HalfEven => {
                tail == Tail::AboveHalf
                    || tail == Tail::Half && !kept.last_digit().is_multiple_of(2)
            }
        }
    }
}

/// What a context says of the numbers it can hold.
#[derive(Clone, Copy)]
pub struct Limits {
    pub prec: i64,
    pub rounding: Rounding,
    pub emin: i64,
    pub emax: i64,
    pub clamp: bool,
    pub capitals: bool,
}

impl Limits {
    fn tiny(&self) -> i64 {
        self.emin - self.prec + 1
    }

    fn top(&self) -> i64 {
        self.emax - self.prec + 1
    }
}

/// `(-1)**negative * coefficient * 10**exponent`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finite<W> {
    pub negative: bool,
    pub coefficient: W,
    pub exponent: i64,
}

/// A result, and the signals it raises.
pub struct Outcome<W> {
    pub number: Finite<W>,
    pub signals: u16,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    Add,
    Sub,
    Mul,
    Div,
    FloorDiv,
    Mod,
}

impl<W: Whole> Finite<W> {
    fn adjusted(&self) -> Option<i64> {
        Some(self.coefficient.digits()? + self.exponent - 1)
    }

    /// The number as the context can hold it.
    pub fn fitted(self, limits: &Limits) -> Option<Outcome<W>> {
        if self.coefficient.is_zero() {
            let highest = if limits.clamp { limits.top() } else { limits.emax };
            let fits = limits.tiny() <= self.exponent && self.exponent <= highest;
            return fits.then_some(Outcome { number: self, signals: 0 });
        }
        let digits = self.coefficient.digits()?;
        let adjusted = digits + self.exponent - 1;
        let unusual = adjusted > limits.emax
            || adjusted < limits.emin
            || limits.clamp && self.exponent > limits.top();
        if unusual {
            return None;
        }
        if digits <= limits.prec {
            return Some(Outcome { number: self, signals: 0 });
        }
        let drop = digits - limits.prec;
        let (mut number, inexact) = self.at(self.exponent + drop, limits.rounding)?;
        if number.coefficient.digits()? > limits.prec {
            number.coefficient = number.coefficient.cut(1)?.0;
            number.exponent += 1;
            if number.adjusted()? > limits.emax {
                return None;
            }
        }
        let signals = if inexact { INEXACT | ROUNDED } else { ROUNDED };
        Some(Outcome { number, signals })
    }

    /// The number rounded to an exponent, and whether that changed it.
    pub fn at(&self, exponent: i64, rounding: Rounding) -> Option<(Finite<W>, bool)> {
        let with = |coefficient| Finite { negative: self.negative, coefficient, exponent };
        if self.exponent >= exponent {
            return Some((with(self.coefficient.times_ten(self.exponent - exponent)?), false));
        }
        let (kept, tail) = self.coefficient.cut(exponent - self.exponent)?;
        let up = rounding.goes_up(&kept, tail, self.negative);
        let kept = if up { kept.next()? } else { kept };
        Some((with(kept), tail != Tail::Zero))
    }

    /// Both coefficients at the lower of the two exponents, and that exponent.
    fn aligned(&self, other: &Self) -> Option<(W, W, i64)> {
        let (a, b) = (&self.coefficient, &other.coefficient);
        let gap = self.exponent - other.exponent;
        Some(match gap.cmp(&0) {
            Ordering::Equal => (a.clone(), b.clone(), self.exponent),
            Ordering::Greater => (a.times_ten(gap)?, b.clone(), other.exponent),
            Ordering::Less => (a.clone(), b.times_ten(-gap)?, self.exponent),
        })
    }

    /// `self` and `other` in order.
    pub fn order(&self, other: &Self) -> Option<Ordering> {
        let (zero, other_zero) = (self.coefficient.is_zero(), other.coefficient.is_zero());
        if zero && other_zero {
            return Some(Ordering::Equal);
        }
        let above = |negative: bool| if negative { Ordering::Less } else { Ordering::Greater };
        if other_zero || !zero && self.negative != other.negative {
            return Some(above(self.negative));
        }
        if zero {
            return Some(above(!other.negative));
        }
        let magnitudes = match self.adjusted()?.cmp(&other.adjusted()?) {
            Ordering::Equal => {
                let (a, b, _) = self.aligned(other)?;
                a.cmp(&b)
            }
            decided => decided,
        };
        Some(if self.negative { magnitudes.reverse() } else { magnitudes })
    }

    fn plus(&self, other: &Self, limits: &Limits) -> Option<Outcome<W>> {
        let floor = limits.rounding == Rounding::Floor;
        let padded = |number: &Self, zero: i64| {
            let lowest = zero.max(number.exponent - limits.prec - 1);
            let number = if lowest < number.exponent {
                number.at(lowest, limits.rounding)?.0
            } else {
                number.clone()
            };
            number.fitted(limits)
        };
        match (self.coefficient.is_zero(), other.coefficient.is_zero()) {
            (true, true) => {
                let negative = if self.negative == other.negative { self.negative } else { floor };
                let exponent = self.exponent.min(other.exponent);
                return Finite { negative, coefficient: W::zero(), exponent }.fitted(limits);
            }
            (true, false) => return padded(other, self.exponent),
            (false, true) => return padded(self, other.exponent),
            (false, false) => {}
        }
        let (a, b, exponent) = self.aligned(other)?;
        let (negative, coefficient) = if self.negative == other.negative {
            (self.negative, a.plus(&b)?)
        } else {
            match a.cmp(&b) {
                Ordering::Equal => (floor, W::zero()),
                Ordering::Greater => (self.negative, a.minus(&b)),
                Ordering::Less => (other.negative, b.minus(&a)),
            }
        };
        Finite { negative, coefficient, exponent }.fitted(limits)
    }

    fn times(&self, other: &Self, limits: &Limits) -> Option<Outcome<W>> {
        let number = Finite {
            negative: self.negative != other.negative,
            coefficient: self.coefficient.times(&other.coefficient)?,
            exponent: self.exponent + other.exponent,
        };
        number.fitted(limits)
    }

    fn over(&self, other: &Self, limits: &Limits) -> Option<Outcome<W>> {
        if other.coefficient.is_zero() {
            return None;
        }
        let negative = self.negative != other.negative;
        let ideal = self.exponent - other.exponent;
        let (a, b) = (&self.coefficient, &other.coefficient);
        if a.is_zero() {
            return Finite { negative, coefficient: W::zero(), exponent: ideal }.fitted(limits);
        }
        let shift = b.digits()? - a.digits()? + limits.prec + 1;
        let mut exponent = ideal - shift;
        let (mut coefficient, rest) = if shift >= 0 {
            a.times_ten(shift)?.div_rem(b)
        } else {
            a.div_rem(&b.times_ten(-shift)?)
        };
        if rest.is_zero() {
            for step in [32, 16, 8, 4, 2, 1] {
                if ideal - exponent < step || coefficient.last_digit() != 0 {
                    continue;
                }
                let (cut, tail) = coefficient.cut(step)?;
                if tail == Tail::Zero {
                    coefficient = cut;
                    exponent += step;
                }
            }
            while exponent < ideal && coefficient.last_digit() == 0 {
                coefficient = coefficient.cut(1)?.0;
                exponent += 1;
            }
        } else if coefficient.last_digit().is_multiple_of(5) {
            // A sticky digit: what was cut off is not a half.
            coefficient = coefficient.next()?;
        }
        Finite { negative, coefficient, exponent }.fitted(limits)
    }

    /// The square root of a number above zero, always rounded to the nearest.
    pub fn root(&self, limits: &Limits) -> Option<Outcome<W>> {
        if self.negative || self.coefficient.is_zero() {
            return None;
        }
        let even = self.coefficient.times_ten(self.exponent & 1)?;
        let shift = limits.prec + 1 - (even.digits()? + 1) / 2;
        let (square, tail) = if shift >= 0 {
            (even.times_ten(2 * shift)?, Tail::Zero)
        } else {
            even.cut(-2 * shift)?
        };
        let (mut coefficient, mut exponent) = (square.root(), self.exponent >> 1);
        if tail == Tail::Zero && coefficient.times(&coefficient)? == square {
            coefficient = if shift >= 0 {
                coefficient.cut(shift)?.0
            } else {
                coefficient.times_ten(-shift)?
            };
        } else {
            exponent -= shift;
            if coefficient.last_digit().is_multiple_of(5) {
                // A sticky digit, as of a quotient.
                coefficient = coefficient.next()?;
            }
        }
        let nearest = Limits { rounding: Rounding::HalfEven, ..*limits };
        Finite { negative: false, coefficient, exponent }.fitted(&nearest)
    }

    /// Whole quotient and rest.
    pub fn divided(&self, other: &Self, limits: &Limits) -> Option<[Finite<W>; 2]> {
        if other.coefficient.is_zero() {
            return None;
        }
        let negative = self.negative != other.negative;
        let ideal = self.exponent.min(other.exponent);
        let (quotient, rest) = if self.coefficient.is_zero() {
            (W::zero(), W::zero())
        } else {
            match self.adjusted()? - other.adjusted()? {
                ..=-2 => (W::zero(), self.at(ideal, limits.rounding)?.0.coefficient),
                gap if gap <= limits.prec => {
                    let (a, b, _) = self.aligned(other)?;
                    a.div_rem(&b)
                }
                _ => return None,
            }
        };
        if quotient.digits()? > limits.prec {
            return None;
        }
        Some([
            Finite { negative, coefficient: quotient, exponent: 0 },
            Finite { negative: self.negative, coefficient: rest, exponent: ideal },
        ])
    }

    /// `self op other` as the context rounds it.
    pub fn combined(
        &self,
        operation: Operation,
        other: &Self,
        limits: &Limits,
    ) -> Option<Outcome<W>> {
        match operation {
            Operation::Add => self.plus(other, limits),
            Operation::Sub => {
                let minus = Finite { negative: !other.negative, ..other.clone() };
                self.plus(&minus, limits)
            }
            Operation::Mul => self.times(other, limits),
            Operation::Div => self.over(other, limits),
            Operation::FloorDiv => {
                let [quotient, _] = self.divided(other, limits)?;
                quotient.fitted(limits)
            }
            Operation::Mod => {
                let [_, rest] = self.divided(other, limits)?;
                rest.fitted(limits)
            }
        }
    }

    /// The number with the exponent `target`.
    pub fn quantized(
        &self,
        target: i64,
        rounding: Rounding,
        limits: &Limits,
    ) -> Option<Outcome<W>> {
        if target < limits.tiny() || target > limits.emax {
            return None;
        }
        if self.coefficient.is_zero() {
            return Finite { exponent: target, ..self.clone() }.fitted(limits);
        }
        let adjusted = self.adjusted()?;
        if adjusted > limits.emax || adjusted - target + 1 > limits.prec {
            return None;
        }
        let (number, inexact) = self.at(target, rounding)?;
        if number.coefficient.digits()? > limits.prec {
            return None;
        }
        let outcome = number.fitted(limits)?;
        let signals = match (target > self.exponent, inexact) {
            (false, _) => 0,
            (true, false) => ROUNDED,
            (true, true) => ROUNDED | INEXACT,
        };
        Some(Outcome { number: outcome.number, signals })
    }

    /// The number without the zeros at its end.
    pub fn normalized(self, limits: &Limits) -> Option<Outcome<W>> {
        let mut outcome = self.fitted(limits)?;
        let number = &mut outcome.number;
        if number.coefficient.is_zero() {
            number.exponent = 0;
            return Some(outcome);
        }
        let highest = if limits.clamp { limits.top() } else { limits.emax };
        while number.exponent < highest && number.coefficient.last_digit() == 0 {
            number.coefficient = number.coefficient.cut(1)?.0;
            number.exponent += 1;
        }
        Some(outcome)
    }

    /// The number without its sign if that is to go, as `+`, `-` and `abs` give it.
    pub fn signed(mut self, negative: bool, limits: &Limits) -> Option<Outcome<W>> {
        let plain_zero = self.coefficient.is_zero() && limits.rounding != Rounding::Floor;
        self.negative = negative && !plain_zero;
        self.fitted(limits)
    }
}
