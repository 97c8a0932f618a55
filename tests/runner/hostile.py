"""The hostile corpus: what a snippet might try, and how its run must end.

Each snippet runs in the sandbox, after `TOOLS` and the names of the harness's
`World`: HOME and TMP (folders with canaries), TCP, UDP, UNIX and ABSTRACT
(listeners), VICTIM and APP (processes). Raw system calls use the numbers of x86_64.
`ends` are the accepted outcomes, by their first words; any other outcome is a hole.

Signals are sent as SIGURG, which a process ignores by default: if a sandbox leaks,
the tests do no harm.
"""

from dataclasses import dataclass

TOOLS = '''
import ctypes, os, socket, sys, time
libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long
def checked(result):
    if result == -1:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result
def call(number, *arguments):
    """Make a system call without a wrapper."""
    plain = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    return checked(libc.syscall(ctypes.c_long(number), *plain))
def frame(kind, body):
    """Write a frame as the worker does."""
    os.write(4, kind + len(body).to_bytes(4, "big") + body)
'''

REFUSED = ("raised PermissionError",)
BY_SECCOMP = ("raised PermissionError: [Errno 1]",)
BY_LANDLOCK = ("raised PermissionError: [Errno 13]",)
MEMORY = ("killed memory",)
TIME = ("timed-out",)
COMPLETED = ("completed",)
CRASHED = ("crashed",)
INVALID = ("crashed sent an invalid result",)


@dataclass(frozen=True)
class Snippet:
    """Code, the accepted outcomes by their first words, and the expression to ask."""

    code: str
    ends: tuple[str, ...]
    ask: str | None = None


LOOPS = {
    "an endless loop": Snippet("while True: pass", TIME),
    "sleep": Snippet("time.sleep(60)", TIME),
    "a regex that blocks the interpreter": Snippet(
        "import re\nre.match('(a+)+$', 'a' * 60 + 'b')", TIME
    ),
    "signals ignored, then a loop": Snippet(
        "import signal\n"
        "for s in range(1, 65):\n"
        "    try: signal.signal(s, signal.SIG_IGN)\n"
        "    except (OSError, ValueError): pass\n"
        "while True: pass",
        TIME,
    ),
    "signals blocked, then a loop": Snippet(
        "import signal\n"
        "signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))\nwhile True: pass",
        TIME,
    ),
    "stops itself": Snippet(
        "import signal\nos.kill(os.getpid(), signal.SIGSTOP)", TIME
    ),
    "a repr that never returns": Snippet(
        "class X:\n    def __repr__(self):\n        while True: pass\nx = X()",
        TIME,
        "x",
    ),
    "an exception whose text never ends": Snippet(
        "class E(Exception):\n    def __str__(self):\n        while 1: pass\nraise E",
        TIME,
    ),
    "half a frame, then silence": Snippet(
        "os.write(4, b'V\\0\\0')\ntime.sleep(60)", TIME
    ),
    "a storm of threads": Snippet(
        "import threading\nthreading.stack_size(65536)\n"
        "while True: threading.Thread(target=time.sleep, args=(60,)).start()",
        (*TIME, "raised RuntimeError: can't start new thread", *MEMORY),
    ),
    "threads that spin": Snippet(
        "import threading\ndef spin():\n    while True: pass\n"
        "for _ in range(8): threading.Thread(target=spin).start()\nspin()",
        TIME,
    ),
    "a thread that prints after the end": Snippet(
        "import threading\ndef shout():\n    while True: print('x' * 999)\n"
        "threading.Thread(target=shout, daemon=True).start()",
        (*COMPLETED, "killed output"),
    ),
    "raises its own limits": Snippet(
        "import resource\nresource.setrlimit(resource.RLIMIT_AS, (-1, -1))",
        ("raised ValueError", *REFUSED),
    ),
    "raises its own priority": Snippet("os.setpriority(0, 0, -20)", REFUSED),
}

PROCESSES = {
    "fork": Snippet("if os.fork() == 0: time.sleep(60)", BY_SECCOMP),
    "forkpty": Snippet("if os.forkpty()[0] == 0: time.sleep(60)", REFUSED),
    "posix_spawn": Snippet(
        "os.posix_spawn('/bin/sleep', ['sleep', '60'], {})", REFUSED
    ),
    "vfork": Snippet("if checked(libc.vfork()) == 0: os._exit(0)", BY_SECCOMP),
    "clone by number": Snippet(
        "if call(56, 17, 0, 0, 0, 0) == 0: time.sleep(60)", BY_SECCOMP
    ),
    "clone with a namespace": Snippet(
        "call(56, 0x10000 | 0x10000000 | 17, 0, 0, 0, 0)", BY_SECCOMP
    ),
    "clone3 by number": Snippet(
        "args = (ctypes.c_uint64 * 11)()\nargs[4] = 17\n"
        "if call(435, args, 88) == 0: time.sleep(60)",
        ("raised OSError: [Errno 38]", *REFUSED),
    ),
    "a fork bomb": Snippet("while True: os.fork()", BY_SECCOMP),
    "a daemon in a session of its own": Snippet(
        "if os.fork() == 0:\n    os.setsid()\n"
        "    if os.fork() == 0: time.sleep(60)\n    os._exit(0)",
        BY_SECCOMP,
    ),
    "a grandchild that keeps the pipes open": Snippet(
        "if os.fork() == 0:\n    if os.fork() == 0: time.sleep(60)\n    os._exit(0)\n"
        "os._exit(0)",
        BY_SECCOMP,
    ),
    "execve of a shell": Snippet(
        "os.execve('/bin/sh', ['sh', '-c', 'echo x > $H/marker'], {'H': HOME})",
        BY_SECCOMP,
    ),
    "execveat of a shell": Snippet(
        "call(322, -100, b'/bin/sh', None, None, 0)", BY_SECCOMP
    ),
    "subprocess": Snippet(
        "import subprocess\nsubprocess.run(['/bin/touch', HOME + '/marker'])", REFUSED
    ),
    "os.system": Snippet(
        "status = os.system('touch ' + HOME + '/marker')\nassert status != 0", COMPLETED
    ),
    "multiprocessing, forked": Snippet(
        "import multiprocessing as m\n"
        "m.get_context('fork').Process(target=print).start()",
        REFUSED,
    ),
    "multiprocessing, spawned": Snippet(
        "import multiprocessing as m\nm.get_context('spawn').Pool(2)", REFUSED
    ),
    "workers of a DataLoader": Snippet(
        "import torch.utils.data as d\n"
        "next(iter(d.DataLoader(list(range(4)), num_workers=2)))",
        ("raised",),
    ),
}

MEMORY_USE = {
    "a list of a billion": Snippet("x = [0] * 10**9", MEMORY),
    "a bytearray": Snippet("x = bytearray(4 << 30)", MEMORY),
    "a huge tensor": Snippet("import torch\nx = torch.zeros(10**10)", MEMORY),
    "many tensors": Snippet(
        "import torch\nx = []\nwhile True: x.append(torch.ones(10**6))",
        (*MEMORY, *TIME),
    ),
    "small lists without end": Snippet(
        "x = []\nwhile True: x = [x, x, [0] * 50]", (*MEMORY, *TIME)
    ),
    "text that keeps doubling": Snippet(
        "x = 'x'\nwhile True: x += x", (*MEMORY, *TIME)
    ),
    "shared anonymous memory": Snippet(
        "import mmap\nm = mmap.mmap(-1, 2 << 30)\nm[:] = b'x' * len(m)", MEMORY
    ),
    "shared memory in pieces": Snippet(
        "import mmap\nx = []\n"
        "while True:\n    m = mmap.mmap(-1, 64 << 20)\n    m.write(b'x' * len(m))\n"
        "    x.append(m)",
        (*MEMORY, *TIME),
    ),
    "memfd": Snippet("os.ftruncate(os.memfd_create('m'), 4 << 30)", BY_SECCOMP),
    "mremap": Snippet(
        "libc.mmap.restype = libc.mremap.restype = ctypes.c_long\n"
        "long = ctypes.c_long\n"
        "at = checked(libc.mmap(None, long(4096), 3, 0x22, -1, long(0)))\n"
        "checked(libc.mremap(long(at), long(4096), long(4 << 30), 1))",
        MEMORY,
    ),
    "brk": Snippet(
        "libc.sbrk.restype = ctypes.c_long\nchecked(libc.sbrk(ctypes.c_long(1 << 30)))",
        MEMORY,
    ),
    "stacks of threads": Snippet(
        "import threading\nthreading.stack_size(256 << 20)\n"
        "for _ in range(99): threading.Thread(target=time.sleep, args=(9,)).start()",
        ("raised RuntimeError: can't start new thread", *MEMORY),
    ),
    "System V shared memory": Snippet("call(29, 0, 1 << 30, 0o1600)", BY_SECCOMP),
    "tensors in shared memory": Snippet(
        "import torch\ntorch.ones(9).share_memory_()", ("raised",)
    ),
    "locked memory": Snippet("call(149, id(0), 4096)", BY_SECCOMP),
    "recursion in C": Snippet(
        "sys.setrecursionlimit(10**9)\ndef f(): f()\nf()", (*CRASHED, *MEMORY, *TIME)
    ),
    "more descriptors than allowed": Snippet(
        "while True: os.dup(1)", ("raised OSError: [Errno 24]",)
    ),
}

FILES = {
    "writes ~/.bashrc": Snippet("open(HOME + '/.bashrc', 'w').write('x')", BY_SECCOMP),
    "appends to ~/.bashrc": Snippet("open(HOME + '/.bashrc', 'a').write('x')", REFUSED),
    "opens ~/.bashrc to read and write": Snippet(
        "open(HOME + '/.bashrc', 'r+')", REFUSED
    ),
    "truncates": Snippet("os.truncate(HOME + '/.bashrc', 0)", BY_SECCOMP),
    "truncates on opening to read": Snippet(
        "os.open(HOME + '/.bashrc', os.O_RDONLY | os.O_TRUNC)", BY_SECCOMP
    ),
    "removes a file": Snippet("os.unlink(HOME + '/.bashrc')", BY_SECCOMP),
    "renames a file": Snippet("os.rename(HOME + '/.bashrc', HOME + '/b')", BY_SECCOMP),
    "makes a folder": Snippet("os.mkdir(HOME + '/marker')", BY_SECCOMP),
    "removes a folder": Snippet("os.rmdir(HOME + '/empty')", BY_SECCOMP),
    "changes a mode": Snippet("os.chmod(HOME + '/.bashrc', 0o777)", BY_SECCOMP),
    "changes a mode by fchmodat2": Snippet(
        "call(452, -100, (HOME + '/.bashrc').encode(), 0o777, 0)", BY_SECCOMP
    ),
    "changes an owner": Snippet("os.chown(HOME + '/.bashrc', -1, -1)", BY_SECCOMP),
    "changes a time": Snippet("os.utime(HOME + '/.bashrc', (0, 0))", BY_SECCOMP),
    "sets an attribute": Snippet(
        "os.setxattr(HOME + '/.bashrc', 'user.x', b'x')", BY_SECCOMP
    ),
    "reads where a link leads": Snippet(
        "print(os.readlink(HOME + '/link'))", BY_SECCOMP
    ),
    "reads a link relative to a folder": Snippet(
        "buffer = ctypes.create_string_buffer(99)\n"
        "call(267, -100, (HOME + '/link').encode(), buffer, 99)\n"
        "print(buffer.value)",
        BY_SECCOMP,
    ),
    "resolves a link": Snippet(
        "from pathlib import Path\nprint(Path(HOME, 'link').resolve())\n"
        "assert os.path.realpath(HOME + '/link') == HOME + '/link'",
        COMPLETED,
    ),
    "resolves a link in C": Snippet(
        "libc.realpath.restype = ctypes.c_void_p\n"
        "path = libc.realpath((HOME + '/link').encode(), None)\n"
        "checked(0 if path else -1)\nprint(ctypes.string_at(path))",
        BY_SECCOMP,
    ),
    "makes a symbolic link": Snippet("os.symlink('/', HOME + '/marker')", BY_SECCOMP),
    "makes a hard link": Snippet("os.link(HOME + '/.bashrc', HOME + '/m')", BY_SECCOMP),
    "makes a named pipe": Snippet("os.mkfifo(HOME + '/marker')", BY_SECCOMP),
    "writes to /tmp": Snippet("open(TMP + '/marker', 'w').write('x')", BY_SECCOMP),
    "appends to a file in /tmp": Snippet(
        "open(TMP + '/notes', 'a').write('x')", REFUSED
    ),
    "creat by number": Snippet(
        "call(85, (TMP + '/marker').encode(), 0o600)", BY_SECCOMP
    ),
    "openat2 by number": Snippet(
        "how = (ctypes.c_uint64 * 3)(0o101, 0o600, 0)\n"
        "call(437, -100, (TMP + '/marker').encode(), how, 24)",
        BY_SECCOMP,
    ),
    "a nameless file": Snippet(
        "os.open(TMP, os.O_RDWR | os.O_TMPFILE, 0o600)", BY_SECCOMP
    ),
    "flags hidden in the high half of a register": Snippet(
        "call(257, -100, (TMP + '/marker').encode(), (1 << 32) | 0o101, 0o600)",
        BY_SECCOMP,
    ),
    "a temporary file": Snippet(
        "import tempfile\ntempfile.TemporaryFile()", ("raised",)
    ),
    "numpy maps a file for writing": Snippet(
        "import numpy\nnumpy.memmap(TMP + '/marker', mode='w+', shape=9)", REFUSED
    ),
    "torch saves to a file": Snippet(
        "import torch\ntorch.save(1, TMP + '/marker')", ("raised",)
    ),
    "writes into site-packages": Snippet(
        "import torch\n"
        "open(os.path.dirname(torch.__file__) + '/quizapp-marker', 'w').write('x')",
        BY_SECCOMP,
    ),
    "reads ~/.ssh": Snippet("x = open(HOME + '/.ssh/id').read()", BY_LANDLOCK, "x"),
    "reads ~/.ssh by a raw system call": Snippet(
        "f = call(2, (HOME + '/.ssh/id').encode(), 0, 0)\nx = os.read(f, 99)",
        BY_LANDLOCK,
        "x",
    ),
    "reads through a path with ..": Snippet(
        "x = open('/usr/lib/../..' + HOME + '/.ssh/id').read()", BY_LANDLOCK, "x"
    ),
    "reads relative to an O_PATH descriptor": Snippet(
        "d = os.open(HOME + '/.ssh', os.O_PATH)\n"
        "x = os.read(os.open('id', os.O_RDONLY, dir_fd=d), 99)",
        BY_LANDLOCK,
        "x",
    ),
    "reads from an O_PATH descriptor": Snippet(
        "x = os.read(os.open(HOME + '/.ssh/id', os.O_PATH), 99)",
        ("raised OSError: [Errno 9]", *REFUSED),
        "x",
    ),
    "loads a secret as a library": Snippet(
        "ctypes.CDLL(HOME + '/.ssh/id')", ("raised OSError",)
    ),
    "lists home": Snippet("x = os.listdir(HOME)", BY_LANDLOCK, "x"),
    "lists the root": Snippet("x = os.listdir('/')", BY_LANDLOCK, "x"),
    "changes to home": Snippet("os.chdir(HOME)", REFUSED),
    "reads /etc/passwd": Snippet("x = open('/etc/passwd').read()", BY_LANDLOCK, "x"),
    "reads the app's environment": Snippet(
        "x = open(f'/proc/{APP}/environ').read()", REFUSED, "x"
    ),
    "reads the app's command line": Snippet(
        "x = open(f'/proc/{APP}/cmdline').read()", REFUSED, "x"
    ),
    "reads its own environment": Snippet(
        "x = open('/proc/self/environ').read()", REFUSED, "x"
    ),
    "reads the app's memory": Snippet("open(f'/proc/{APP}/mem', 'rb')", REFUSED),
    "writes the app's memory": Snippet("open(f'/proc/{APP}/mem', 'r+b')", REFUSED),
    "writes its own memory through /proc": Snippet(
        "open('/proc/self/mem', 'r+b')", REFUSED
    ),
    "lowers its OOM score": Snippet(
        "open('/proc/self/oom_score_adj', 'w').write('-1000')", REFUSED
    ),
    "a core dump": Snippet("os.abort()", ("crashed was killed by SIGABRT",)),
    "watches a folder": Snippet("call(253)", BY_SECCOMP),
    "gets a file handle": Snippet(
        "call(303, -100, HOME.encode(), 0, 0, 0)", BY_SECCOMP
    ),
    "opens a file handle": Snippet("call(304, -100, 0, 0)", BY_SECCOMP),
}

NETWORK = {
    "connects by TCP": Snippet("socket.create_connection(('127.0.0.1', TCP))", REFUSED),
    "sends by UDP": Snippet(
        "s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
        "s.sendto(b'x', ('127.0.0.1', UDP))",
        BY_SECCOMP,
    ),
    "connects by MPTCP": Snippet(
        "s = socket.socket(socket.AF_INET, socket.SOCK_STREAM, 262)\n"
        "s.connect(('127.0.0.1', TCP))",
        BY_SECCOMP,
    ),
    "connects by TCP over IPv6": Snippet("socket.socket(socket.AF_INET6)", BY_SECCOMP),
    "connects to a unix socket": Snippet(
        "socket.socket(socket.AF_UNIX).connect(UNIX)", BY_SECCOMP
    ),
    "connects to an abstract socket": Snippet(
        "socket.socket(socket.AF_UNIX).connect(ABSTRACT)", BY_SECCOMP
    ),
    "a pair of sockets": Snippet("socket.socketpair()", BY_SECCOMP),
    "a raw socket": Snippet(
        "socket.socket(socket.AF_INET, socket.SOCK_RAW, 1)", BY_SECCOMP
    ),
    "a packet socket": Snippet(
        "socket.socket(socket.AF_PACKET, socket.SOCK_RAW)", BY_SECCOMP
    ),
    "netlink": Snippet(
        "socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)", BY_SECCOMP
    ),
    "vsock": Snippet("socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM)", BY_SECCOMP),
    "resolves a name": Snippet(
        "socket.getaddrinfo('localhost', 80)", ("raised gaierror",)
    ),
    "fetches an address": Snippet(
        "import urllib.request\n"
        "urllib.request.urlopen(f'http://127.0.0.1:{TCP}/', timeout=9)",
        ("raised URLError",),
    ),
    "listens": Snippet("socket.create_server(('127.0.0.1', 0))", REFUSED),
    "uses a descriptor as a socket": Snippet(
        "import array\nsocket.socket(2, 1, 0, 1).sendmsg([b'x'])", ("raised",)
    ),
}

SIGNALS = {
    "kills the victim": Snippet("os.kill(VICTIM, 23)", BY_SECCOMP),
    "kills every process": Snippet("os.kill(-1, 23)", BY_SECCOMP),
    "kills its process group": Snippet("os.kill(0, 23)", BY_SECCOMP),
    "kills the victim's group": Snippet(
        "os.killpg(os.getpgid(VICTIM), 23)", BY_SECCOMP
    ),
    "kills by a pid with a 33rd bit": Snippet(
        "call(62, (1 << 32) | VICTIM, 23)", BY_SECCOMP
    ),
    "tgkill": Snippet("call(234, VICTIM, VICTIM, 23)", BY_SECCOMP),
    "tgkill with its own process and another's thread": Snippet(
        "call(234, os.getpid(), VICTIM, 23)",
        ("raised ProcessLookupError", *REFUSED),
    ),
    "tkill": Snippet("call(200, VICTIM, 23)", BY_SECCOMP),
    "F_SETOWN and F_SETSIG": Snippet(
        "import fcntl\nr, w = os.pipe()\nfcntl.fcntl(r, fcntl.F_SETOWN, VICTIM)\n"
        "fcntl.fcntl(r, 10, 23)\nfcntl.fcntl(r, fcntl.F_SETFL, os.O_ASYNC)\n"
        "os.write(w, b'x')",
        BY_SECCOMP,
    ),
    "F_SETOWN_EX": Snippet(
        "r, w = os.pipe()\nowner = (ctypes.c_int * 2)(1, VICTIM)\n"
        "call(72, r, 15, owner)\ncall(72, r, 10, 23)\ncall(72, r, 4, 0o20000)\n"
        "os.write(w, b'x')",
        BY_SECCOMP,
    ),
    "FIOASYNC and FIOSETOWN": Snippet(
        "r, w = os.pipe()\ncall(16, r, 0x8901, (ctypes.c_int * 1)(VICTIM))",
        ("raised OSError: [Errno 25]", *REFUSED),
    ),
    "O_ASYNC on opening": Snippet("os.open('/dev/null', os.O_ASYNC)", BY_SECCOMP),
    "pidfd_send_signal": Snippet(
        "import signal\nsignal.pidfd_send_signal(os.pidfd_open(VICTIM), 23)", BY_SECCOMP
    ),
    "sigqueue": Snippet(
        "libc.sigqueue.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_void_p]\n"
        "checked(libc.sigqueue(VICTIM, 23, None))",
        BY_SECCOMP,
    ),
    "a timer that signals another": Snippet("call(222, 0, 0, 0)", BY_SECCOMP),
    "kills the zygote": Snippet("os.kill(os.getppid(), 9)", BY_SECCOMP),
    "stops the zygote": Snippet("os.kill(os.getppid(), 19)", BY_SECCOMP),
    "clears its parent-death signal": Snippet("checked(libc.prctl(1, 0))", BY_SECCOMP),
}

KERNEL = {
    "attaches to the victim": Snippet("call(101, 16, VICTIM, 0, 0)", BY_SECCOMP),
    "asks to be traced": Snippet("call(101, 0, 0, 0, 0)", BY_SECCOMP),
    "reads memory of the app": Snippet("call(310, APP, 0, 0, 0, 0, 0)", BY_SECCOMP),
    "writes memory of the app": Snippet("call(311, APP, 0, 0, 0, 0, 0)", BY_SECCOMP),
    "sets limits of another process": Snippet(
        "import resource\nresource.prlimit(VICTIM, resource.RLIMIT_NOFILE, (0, 0))",
        REFUSED,
    ),
    "takes a descriptor of another process": Snippet("call(438, 3, 0, 0)", BY_SECCOMP),
    "io_uring": Snippet("call(425, 1, (ctypes.c_char * 120)())", BY_SECCOMP),
    "bpf": Snippet("call(321, 0, (ctypes.c_char * 120)(), 120)", BY_SECCOMP),
    "userfaultfd": Snippet("call(323, 1)", BY_SECCOMP),
    "keyctl": Snippet("call(250, 0, -3, 1)", BY_SECCOMP),
    "add_key": Snippet("call(248, b'user', b'x', b'x', 1, -3)", BY_SECCOMP),
    "mount": Snippet("call(165, b'x', b'/mnt', b'tmpfs', 0, None)", BY_SECCOMP),
    "fsopen": Snippet("call(430, b'tmpfs', 0)", BY_SECCOMP),
    "unshare": Snippet("call(272, 0x10000000)", BY_SECCOMP),
    "setns": Snippet("call(308, 0, 0)", BY_SECCOMP),
    "perf_event_open": Snippet(
        "call(298, (ctypes.c_char * 128)(), 0, -1, -1, 0)", BY_SECCOMP
    ),
    "chroot": Snippet("os.chroot('/')", BY_SECCOMP),
    "setuid": Snippet("os.setuid(0)", BY_SECCOMP),
    "capset": Snippet(
        "call(126, (ctypes.c_uint32 * 2)(0x20080522, 0), None)", BY_SECCOMP
    ),
    "changes its personality": Snippet("call(135, 0x0400000)", BY_SECCOMP),
    "installs a filter": Snippet("call(317, 1, 0, None)", BY_SECCOMP),
    "seccomp by prctl": Snippet("checked(libc.prctl(22, 1))", BY_SECCOMP),
    "makes itself dumpable": Snippet("checked(libc.prctl(4, 1))", BY_SECCOMP),
    "modify_ldt": Snippet("call(154, 0, None, 0)", BY_SECCOMP),
    "a message queue": Snippet("call(240, b'x', 0o102, 0o600, None)", BY_SECCOMP),
    "System V messages": Snippet("call(68, 0, 0o1600)", BY_SECCOMP),
    "the kernel's log": Snippet("call(103, 3, None, 0)", BY_SECCOMP),
    "sets the CPUs of another process": Snippet(
        "os.sched_setaffinity(VICTIM, {0})", BY_SECCOMP
    ),
    "an x32 system call": Snippet(
        "call(0x40000000 + 39)", (*REFUSED, "raised OSError: [Errno 38]")
    ),
    "fork by an x32 system call": Snippet(
        "call(0x40000000 + 57)", (*REFUSED, "raised OSError: [Errno 38]")
    ),
    "a 32-bit system call": Snippet(
        "import mmap\ncode = mmap.mmap(-1, 4096, prot=7)\n"
        "code.write(bytes.fromhex('b814000000cd80c3'))\n"  # getpid by int 0x80
        "at = ctypes.addressof(ctypes.c_char.from_buffer(code))\n"
        "x = ctypes.CFUNCTYPE(ctypes.c_int)(at)()",
        ("crashed was killed by SIG",),
        "x",
    ),
    "types into the terminal": Snippet(
        "import fcntl, termios\nfcntl.ioctl(0, termios.TIOCSTI, b'x')",
        ("raised OSError: [Errno 25]",),
    ),
    "opens the terminal": Snippet("os.open('/dev/tty', os.O_RDWR)", ("raised",)),
    "reads the terminal": Snippet("os.open('/dev/tty', os.O_RDONLY)", ("raised",)),
    "reads its input": Snippet("x = input()", ("raised EOFError",)),
    "finds open descriptors": Snippet(
        "x = []\n"
        "for fd in range(200):\n"
        "    try: os.fstat(fd); x.append(fd)\n"
        "    except OSError: pass\n"
        "assert x == [0, 1, 2, 4], x",
        COMPLETED,
    ),
}

OUTPUT = {
    "a gigabyte": Snippet(
        "for _ in range(100_000): print('x' * 10_000)", ("killed output",)
    ),
    "a gigabyte of errors": Snippet(
        "while True: os.write(2, b'x' * 65536)", ("killed output",)
    ),
    "a message of 100 MB": Snippet(
        "raise ValueError('x' * 10**8)", ("raised ValueError",)
    ),
    "a value of 100 MB": Snippet("x = 'x' * 10**8", COMPLETED, "x"),
    "a value of depth 100000": Snippet(
        "x = []\nfor _ in range(10**5): x = [x]", COMPLETED, "x"
    ),
    "a forged value": Snippet(
        'frame(b\'V\', b\'{"k": "text", "text": "forged"}\')', COMPLETED, "1"
    ),
    "a forged end": Snippet(
        "frame(b'V', b'{\"k\": \"none\"}')\nframe(b'D', b'{}')\ntime.sleep(60)",
        COMPLETED,
        "1",
    ),
    "a forged end without a value": Snippet("frame(b'D', b'{}')", CRASHED, "1"),
    "a forged exception": Snippet(
        'frame(b\'X\', b\'{"type": "[/b]", "bases": [], "message": "\\\\u001b[2J",\''
        ' b\'"line": -5, "memory": 1}\')',
        (*INVALID, "raised [/b]"),
    ),
    "a flood of frames": Snippet(
        "while True: frame(b'R', b'{\"torch\": \"\"}')", INVALID
    ),
    "frames of no known type": Snippet("frame(b'Z', b'{}')", INVALID),
    "a frame of four gigabytes": Snippet(
        "os.write(4, b'V\\xff\\xff\\xff\\xff')", INVALID
    ),
    "garbage on the frame descriptor": Snippet("os.write(4, b'\\xff' * 99)", INVALID),
    "deep JSON": Snippet("frame(b'V', b'[' * 60000)", INVALID),
    "deep JSON that ends": Snippet("frame(b'V', b'[' * 30000 + b']' * 30000)", INVALID),
    "JSON with a huge integer": Snippet(
        "frame(b'V', b'{\"k\": \"array\", \"shape\": [' + b'9' * 60000 + b']}')",
        INVALID,
    ),
    "a shape that lies": Snippet(
        'frame(b\'V\', b\'{"k": "array", "shape": [4611686018427387], "dtype": null,\''
        ' b\' "data": ["1"]}\')',
        INVALID,
    ),
    "pickle on the frame descriptor": Snippet(
        "import pickle\nclass X:\n"
        "    def __reduce__(self): return os.mkdir, (HOME + '/marker',)\n"
        "frame(b'V', pickle.dumps(X()))",
        INVALID,
    ),
    "text that is not UTF-8": Snippet(
        "os.write(1, b'\\xff\\xfe \\xc3\\xa9')", COMPLETED
    ),
    "NUL in the output": Snippet("print('a\\0b')", COMPLETED),
    "a NUL in the code": Snippet("x = '\0'", ("raised",)),
    "escape sequences in the output": Snippet(
        "print('\\x1b]52;c;eA==\\a\\x1b[2J[@click=app.quit]x[/foo]')", COMPLETED
    ),
    "escape sequences in an exception": Snippet(
        "raise type('\\x1b[2J', (Exception,), {})('\\x1b]0;x\\a [/foo]')",
        ("raised \x1b",),
    ),
    "escape sequences in a value": Snippet(
        "x = '\\x1b[2J\\u202e[@click=q]'", COMPLETED, "x"
    ),
    "lone surrogates everywhere": Snippet(
        "print('\\ud800')\nx = '\\udfff' * 9", COMPLETED, "x"
    ),
    "lone surrogates in an exception": Snippet(
        "raise ValueError('\\ud800')", ("raised ValueError",)
    ),
    "an exception whose text raises": Snippet(
        "class E(Exception):\n    def __str__(self): raise E\nraise E", ("raised E",)
    ),
    "an exception with 100000 causes": Snippet(
        "e = ValueError(1)\n"
        "for _ in range(10**5):\n"
        "    n = ValueError(2)\n    n.__cause__ = e\n    e = n\n"
        "raise e",
        ("raised ValueError",),
    ),
    "a value that lies about its class": Snippet(
        "class X(list):\n    __class__ = property(lambda s: 1 / 0)\nx = X()",
        ("completed", "raised"),
        "x",
    ),
}

LEAVING = {
    "os._exit(0)": Snippet("os._exit(0)", ("crashed exited with status 0",), "1"),
    "os._exit as if it failed to start": Snippet(
        "os._exit(70)", ("crashed exited",), "1"
    ),
    "closes every descriptor": Snippet("os.closerange(0, 100)", CRASHED),
    "a segmentation fault": Snippet(
        "ctypes.string_at(0)", ("crashed was killed by SIGSEGV",)
    ),
    "kills itself": Snippet(
        "os.kill(os.getpid(), 9)", ("crashed was killed by SIGKILL",)
    ),
    "abort after a value": Snippet(
        "frame(b'V', b'{\"k\": \"none\"}')\nos.abort()",
        ("crashed was killed by SIGABRT",),
        "1",
    ),
    "sys.exit": Snippet("sys.exit(0)", ("raised SystemExit",), "1"),
    "KeyboardInterrupt": Snippet(
        "raise KeyboardInterrupt", ("raised KeyboardInterrupt",)
    ),
    "endless recursion": Snippet("def f(): f()\nf()", ("raised RecursionError",)),
    "a syntax error": Snippet("x = (", ("raised SyntaxError",)),
    "nested too deeply to compile": Snippet(
        "eval('(' * 10**6 + ')' * 10**6)", ("raised", *MEMORY)
    ),
    "a signal without a name": Snippet(
        "import signal\nos.kill(os.getpid(), signal.SIGRTMIN + 5)",
        ("crashed was killed",),
    ),
}

POISON = {
    "a poisoned torch": Snippet(
        "import torch\ntorch.ones = None\ntorch.tensor = None\n"
        "torch.Tensor.__add__ = lambda a, b: 0",
        COMPLETED,
    ),
    "another default dtype": Snippet(
        "import torch\ntorch.set_default_dtype(torch.float64)", COMPLETED
    ),
    "a poisoned json": Snippet(
        'import json\njson.dumps = lambda *_: \'{"k": "none"}\'', COMPLETED, "1"
    ),
    "poisoned builtins": Snippet(
        "import builtins\nbuiltins.len = lambda _: 0\nbuiltins.open = None",
        ("completed", "crashed", "raised"),
        "[1]",
    ),
    "empty sys.modules": Snippet(
        "sys.modules.clear()", ("completed", "crashed", "raised"), "1"
    ),
    "a worker that never exits": Snippet(
        "os._exit = lambda _: time.sleep(60)", COMPLETED, "1"
    ),
    "an atexit that never ends": Snippet(
        "import atexit\natexit.register(time.sleep, 60)", COMPLETED, "1"
    ),
    "a trace that never returns": Snippet(
        "def trace(*_):\n    while True: pass\nsys.settrace(trace)\ndef f(): pass\nf()",
        TIME,
    ),
    "a profile of the worker": Snippet(
        "sys.setprofile(lambda *_: None)", COMPLETED, "1"
    ),
    "hooks and handlers": Snippet(
        "import gc\nsys.excepthook = sys.displayhook = None\ngc.disable()\n"
        "sys.addaudithook(lambda *_: None)\nsys.stdout = None",
        COMPLETED,
        "1",
    ),
    "an audit hook that refuses everything": Snippet(
        "def no(*_): raise RuntimeError\nsys.addaudithook(no)",
        ("completed", "raised", *CRASHED),
    ),
}

GROUPS = {
    "loops": LOOPS,
    "processes": PROCESSES,
    "memory": MEMORY_USE,
    "files": FILES,
    "network": NETWORK,
    "signals": SIGNALS,
    "kernel": KERNEL,
    "output": OUTPUT,
    "leaving": LEAVING,
    "poison": POISON,
}

CORPUS = {name: snippet for group in GROUPS.values() for name, snippet in group.items()}

WITHOUT_LANDLOCK = (
    "reads ~/.ssh",
    "reads ~/.ssh by a raw system call",
    "reads relative to an O_PATH descriptor",
    "lists home",
    "lists the root",
    "reads /etc/passwd",
    "reads the app's environment",
)
"""What gets through with seccomp alone."""

WITHOUT_SECCOMP = (
    "fork",
    "reads where a link leads",
    "a pair of sockets",
    "connects by MPTCP",
    "sends by UDP",
    "connects to a unix socket",
    "changes a mode",
    "F_SETOWN and F_SETSIG",
    "sets limits of another process",
)
"""What gets through with Landlock alone."""

WITHOUT_BOTH = (
    *WITHOUT_LANDLOCK,
    "fork",
    "connects by TCP",
    "connects to an abstract socket",
    "kills the victim",
    "makes a folder",
)
"""Some of what gets through with limits alone."""
