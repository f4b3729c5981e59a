//! What the slots of the slot stack are held for, in words.

/// What a temporary on the slot stack is held for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Role {
    Unused,
    Local,
    Callable,
    Receiver,
    Argument,
    LeftOperand,
    Subject,
    Element,
    Iterator,
    Manager,
    Unpacked,
    Handled,
    Raised,
    Instance,
    Namespace,
    Running,
    Builtin,
    Result,
    Formatted,
}

impl Role {
    /// By their numbers.
    pub const ALL: [Role; 19] = [
        Role::Unused,
        Role::Local,
        Role::Callable,
        Role::Receiver,
        Role::Argument,
        Role::LeftOperand,
        Role::Subject,
        Role::Element,
        Role::Iterator,
        Role::Manager,
        Role::Unpacked,
        Role::Handled,
        Role::Raised,
        Role::Instance,
        Role::Namespace,
        Role::Running,
        Role::Builtin,
        Role::Result,
        Role::Formatted,
    ];

    /// In words, as `refs` prints it.
    pub const fn describe(self) -> &'static str {
        match self {
            Role::Unused => "unused slot",
            Role::Local => "local",
            Role::Callable => "callable of the running call",
            Role::Receiver => "receiver of the running call",
            Role::Argument => "argument of the running call",
            Role::LeftOperand => "left operand",
            Role::Subject => "subject of the running statement",
            Role::Element => "element of a display under construction",
            Role::Iterator => "iterator of a running loop",
            Role::Manager => "context manager of a running with",
            Role::Unpacked => "value being unpacked",
            Role::Handled => "exception handled further out",
            Role::Raised => "exception on its way",
            Role::Instance => "instance under construction",
            Role::Namespace => "namespace of running code",
            Role::Running => "code that is running",
            Role::Builtin => "held by a running builtin",
            Role::Result => "result of a running expression",
            Role::Formatted => "part of a string being formatted",
        }
    }
}
