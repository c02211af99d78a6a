namespace PhyrActors.Model;

/// <summary>An expected refusal, by the kernel's own name.</summary>
/// <remarks>Values are the positive numbers of include/uapi/asm-generic/errno-base.h and errno.h.</remarks>
public enum Errno
{
    None = 0,
    EPERM = 1,
    ENOENT = 2,
    ESRCH = 3,
    EIO = 5,
    EAGAIN = 11,
    ENOMEM = 12,
    EFAULT = 14,
    EBUSY = 16,
    EEXIST = 17,
    ENODEV = 19,
    EINVAL = 22,
    ENOSPC = 28,
    EOVERFLOW = 75,
    EOPNOTSUPP = 95,
    EADDRINUSE = 98,
    ETIMEDOUT = 110,
    EREMOTEIO = 121,
}
