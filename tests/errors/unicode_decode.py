b"caf\xe9".decode()
