"""What went wrong with a Neo4j, in one sentence that says what to do."""

from __future__ import annotations

from collections.abc import Iterator

from neo4j.exceptions import AuthError, Neo4jError

OLDEST = 5
# By a part of the server's code.
CODES = (
    ("Security.CredentialsExpired", "Neo4j 的初始密码还没有改;请先在 Neo4j Browser 里改好密码。"),
    ("Security.AuthenticationRateLimit", "密码连错多次,Neo4j 暂时不让登录;请等几秒再试。"),
    ("Security.Forbidden", "这个用户没有权限;提问要读的权限,push 和 build 还要写数据和建约束的权限。"),
    ("Security.AuthorizationExpired", "登录已过期;请再运行一次。"),
    ("Security.Unauthorized", "「{address}」不认这个用户名或密码;请检查环境变量 LIANTU_NEO4J_USER、LIANTU_NEO4J_PASSWORD。"),
    ("Database.DatabaseNotFound", "服务器上没有数据库「{database}」;请检查地址最后一段,或请管理员建库。"),
    ("DatabaseUnavailable", "数据库「{database}」停着,或还在启动;请过一会儿再试,还不行就请管理员看服务器的日志。"),
    ("ReadOnly", "这个数据库是只读的,不能写入;请换可写的地址,或请管理员打开写入。"),
    ("AccessMode", "这里只能读,不能写。"),
    ("NotALeader", "连到的是集群里的只读成员;请用 neo4j:// 开头的地址。"),
    ("MemoryPoolOutOfMemory", "服务器给一次写入的内存不够;请管理员加大 server.memory.heap.max_size 等,再运行一次。"),
    ("TransactionTimedOut", "服务器在限定时间内没有做完;请缩小范围,或请管理员放宽时限。"),
    ("TransactionLogError", "服务器写不了事务日志,多半是磁盘满了;请管理员腾出空间、重新启动数据库,再运行一次,会接着补完。"),
    ("ConstraintValidationFailed", "库里有别人的节点与图谱同标签、同编号,没有动它;请换一个数据库(若有另一次 push,请等它写完)。"),
    ("Schema.", "建不了约束:库里已有别人建的同名索引或约束;请换一个数据库,或请管理员删去它。"),
)  # fmt: skip
# By what is said, or by the name of an error, anywhere in what it came from.
TEXTS = (
    ("No space left", "服务器的磁盘满了;请管理员腾出空间、重新启动数据库,再运行一次,会接着补完。"),
    ("critical error", "数据库出了严重错误(常因磁盘写满),停了下来;请管理员看服务器的日志、腾出空间、重新启动它,再运行一次。"),
    ("IncompleteCommit", "提交时连接断了,不知道最后一批写进去没有;请再运行一次,会接着补完。"),
    ("UnsupportedServerProduct", "「{address}」不是 Neo4j,或版本太旧;链图需要 Neo4j {oldest} 或更新的版本。"),
    ("looks like HTTP", "「{address}」是网页的端口;请用 Bolt 的端口,默认 7687。"),
    ("SSLCertVerificationError", "「{address}」的证书不受信任;自己签发的证书请用 +ssc 的地址。"),
    ("BoltSecurityError", "「{address}」那里没有开加密;请把地址开头的 +s、+ssc 去掉,或请管理员开启加密。"),
    ("gaierror", "找不到「{address}」这台主机或端口;请检查地址,并看网络是否通。"),
    ("handshake", "「{address}」不像 Neo4j 的 Bolt 端口(默认 7687);请检查端口,服务器只许加密时请用 +s 的地址。"),
)  # fmt: skip
UNHEARD = (
    "连不上「{address}」;请检查地址和端口(默认 7687)、服务器是否开着、网络是否通、是否要用 +s 的加密地址。"
)


def sentence(error: Exception, address: str, database: str | None) -> str:
    """One sentence for an error of the driver or the server; never a name or a password."""
    code = getattr(error, "code", None) or ("Security.Unauthorized" if isinstance(error, AuthError) else "")
    known = next((text for part, text in CODES if part in code), None)
    if known is None and code.startswith("Neo.ClientError.Statement"):
        return f"Cypher 不能执行:{_first(error)}"
    said = "\n".join(f"{type(e).__name__} {e}" for e in _causes(error))
    known = known or next((text for part, text in TEXTS if part in said), None)
    if known is None and isinstance(error, Neo4jError):
        return f"Neo4j 没能做完({code}):{_first(error)}"
    return (known or UNHEARD).format(address=address, database=database or "默认", oldest=OLDEST)


def _first(error: Exception) -> str:
    return ((getattr(error, "message", None) or str(error)).splitlines() or [""])[0]


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error and all that it came from."""
    if error is not None:
        yield error
        yield from _causes(error.__cause__ or error.__context__)
        for one in getattr(error, "exceptions", ()):
            yield from _causes(one)
