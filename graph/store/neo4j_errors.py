"""What went wrong with a Neo4j, in one sentence that says what to do."""

from __future__ import annotations

from neo4j.exceptions import (
    AuthError,
    CypherSyntaxError,
    IncompleteCommit,
    Neo4jError,
    UnsupportedServerProduct,
)

OLDEST = 5
SAYS = (
    ("Security.CredentialsExpired", "Neo4j 的初始密码还没有改;请先在 Neo4j Browser 里改好密码。"),
    ("Security.AuthenticationRateLimit", "密码连错多次,Neo4j 暂时不让登录;请等几秒再试。"),
    ("Security.Forbidden", "这个用户没有权限;提问要读的权限,push 和 build 还要写数据和建约束的权限。"),
    ("Security.AuthorizationExpired", "登录已过期;请再运行一次。"),
    ("Database.DatabaseNotFound", "服务器上没有数据库「{database}」;请检查地址最后一段,或请管理员建库。"),
    ("Database.DatabaseUnavailable", "数据库「{database}」现在停着;请管理员启动它。"),
    ("ReadOnly", "这个数据库是只读的,不能写入;请换可写的地址,或请管理员打开写入。"),
    ("AccessMode", "这里只能读,不能写。"),
    ("NotALeader", "连到的是集群里的只读成员;请用 neo4j:// 开头的地址。"),
    ("MemoryPoolOutOfMemory", "服务器内存不够;请管理员加大 server.memory.heap.max_size 后再运行一次。"),
    ("TransactionTimedOut", "服务器在限定时间内没有做完;请缩小范围,或请管理员放宽时限。"),
    ("ConstraintValidationFailed", "库里已有不是链图写的、标签和编号与图谱相同的节点;它们没有被动过,请换一个数据库。"),
    ("Schema.", "建不了约束:库里已有别人建的同名索引或约束;请换一个数据库,或请管理员删去它。"),
)  # fmt: skip
FULL = ("No space left", "disk is full", "not enough space", "磁盘空间不足")


def sentence(error: Exception, address: str, database: str | None) -> str:
    """One sentence for an error of the driver or the server; never a name or a password."""
    code, said = getattr(error, "code", None) or "", str(error)
    if any(text in said or text in str(error.__cause__) for text in FULL):
        return "服务器的磁盘满了;请腾出空间,再运行一次,会接着补完。"
    if isinstance(error, AuthError) or code.endswith("Security.Unauthorized"):
        return f"「{address}」不认这个用户名或密码;请检查环境变量 LIANTU_NEO4J_USER、LIANTU_NEO4J_PASSWORD。"
    known = next((text for part, text in SAYS if part in code), None)
    if known:
        return known.format(database=database or "默认")
    if isinstance(error, CypherSyntaxError) or code.startswith("Neo.ClientError.Statement"):
        return f"Cypher 不能执行:{(getattr(error, 'message', None) or said).splitlines()[0]}"
    if isinstance(error, UnsupportedServerProduct):
        return f"「{address}」不是 Neo4j,或版本太旧;链图需要 Neo4j {OLDEST} 或更新的版本。"
    if isinstance(error, IncompleteCommit):
        return "提交时连接断了,不知道最后一批写进去没有;请再运行一次,会接着补完。"
    if isinstance(error, Neo4jError):
        return f"Neo4j 没能做完({code}):{(error.message or '').splitlines()[0]}"
    return f"连不上「{address}」;请检查地址和端口(默认 7687)、服务器是否开着、网络是否通、是否要用 +s 的加密地址。"
