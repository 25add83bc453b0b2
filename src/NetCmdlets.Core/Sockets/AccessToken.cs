using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Security;
using System.Security.Cryptography;
using System.Text;
using NetCmdlets.Diagnostics;

namespace NetCmdlets.Sockets;

/// <summary>
/// The secret that a client's first line carries. It is kept as a SecureString and shows itself nowhere: not in a log,
/// an event, an error or a record's text.
/// </summary>
public sealed class AccessToken : IParsable<AccessToken>, IEquatable<AccessToken>
{
    /// <summary>The longest token, in bytes of UTF-8.</summary>
    public const int MaximumBytes = 1024;

    private readonly SecureString secret;

    /// <summary>Takes a copy of the secret.</summary>
    /// <exception cref="NetException">InvalidRequest: it is empty, too long, or holds a line's end.</exception>
    public AccessToken(SecureString secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        this.secret = secret.Copy();
        this.secret.MakeReadOnly();
        byte[] line = ToLine();
        bool fits = line.Length is > 1 and <= MaximumBytes + 1
            && line.AsSpan(0, line.Length - 1).IndexOfAny((byte)'\r', (byte)'\n') < 0;
        CryptographicOperations.ZeroMemory(line);
        if (!fits)
        {
            throw new NetException(
                FailureKind.InvalidRequest, $"A token is one line of 1 to {MaximumBytes} bytes.");
        }
    }

    /// <inheritdoc/>
    public static AccessToken Parse(string s, IFormatProvider? provider) => FromText(s);

    /// <summary>A token from its text.</summary>
    /// <exception cref="NetException">InvalidRequest: it is empty, too long, or holds a line's end.</exception>
    public static AccessToken FromText(string s)
    {
        ArgumentNullException.ThrowIfNull(s);
        using var secret = new SecureString();
        foreach (char character in s)
            secret.AppendChar(character);
        return new AccessToken(secret);
    }

    /// <inheritdoc/>
    public static bool TryParse(
        [NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out AccessToken result)
    {
        try
        {
            result = s is null ? null : FromText(s);
        }
        catch (NetException)
        {
            result = null;
        }

        return result is not null;
    }

    /// <summary>Whether it is the same object: secrets are compared by a server only, in constant time.</summary>
    public bool Equals(AccessToken? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    /// <inheritdoc/>
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    /// <summary>Says that there is one, and not which.</summary>
    public override string ToString() => "(token)";

    /// <summary>The line that a client sends: the token as UTF-8 and LF. The caller clears it after use.</summary>
    internal byte[] ToLine()
    {
        nint text = Marshal.SecureStringToGlobalAllocUnicode(secret);
        try
        {
            unsafe
            {
                var characters = new ReadOnlySpan<char>((void*)text, secret.Length);
                int length = Encoding.UTF8.GetByteCount(characters) + 1;
                byte[] line = GC.AllocateUninitializedArray<byte>(length, pinned: true);
                Encoding.UTF8.GetBytes(characters, line);
                line[^1] = (byte)'\n';
                return line;
            }
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(text);
        }
    }
}
