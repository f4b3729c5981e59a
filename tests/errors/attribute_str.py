"hello".push("!")
