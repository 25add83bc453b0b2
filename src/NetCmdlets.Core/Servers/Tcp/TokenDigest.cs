using System.Security.Cryptography;
using NetCmdlets.Sockets;

namespace NetCmdlets.Servers.Tcp;

/// <summary>A token as a server keeps it: a digest under a key that is this object's alone.</summary>
internal sealed class TokenDigest
{
    private readonly byte[] key = RandomNumberGenerator.GetBytes(32);
    private readonly byte[] digest;

    /// <summary>Takes the digest of a token; the token itself is not kept.</summary>
    public TokenDigest(AccessToken token)
    {
        byte[] line = token.ToLine();
        digest = HMACSHA256.HashData(key, line.AsSpan(0, line.Length - 1));
        CryptographicOperations.ZeroMemory(line);
    }

    /// <summary>Whether these bytes are the token; takes the same time whatever they are.</summary>
    public bool IsOf(ReadOnlySpan<byte> said)
    {
        Span<byte> other = stackalloc byte[HMACSHA256.HashSizeInBytes];
        // Of a digest under a random key a caller learns nothing by timing, not even the token's length.
        HMACSHA256.HashData(key, said, other);
        return CryptographicOperations.FixedTimeEquals(other, digest);
    }
}
