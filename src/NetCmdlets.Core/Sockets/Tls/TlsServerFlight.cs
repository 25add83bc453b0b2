using System.Buffers.Binary;
using System.Net.Security;
using System.Security.Authentication;

namespace NetCmdlets.Sockets.Tls;

/// <summary>
/// What a server says in the clear at the beginning of a handshake: the version and the cipher suite, and in TLS 1.2
/// its certificates, too. The stack tells none of it where the handshake then fails.
/// </summary>
/// <remarks>
/// A record (RFC 8446, section 5.1; RFC 5246, section 6.2.1), and in those of type 22 the messages of the handshake
/// (section 4; 7.4), which may be cut anywhere:
/// <code>
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// |     Type      |            Version            |    Length     |
/// |    Length     |                 Fragment ...                  |
///
/// |     Type      |                    Length                     |
/// |                            Body ...                           |
/// </code>
/// </remarks>
internal sealed class TlsServerFlight
{
    private const int HandshakeRecord = 22;
    private const int RecordHeader = 5;
    private const int MessageHeader = 4;
    private const int ServerHello = 2;
    private const int CertificateMessage = 11;
    private const int ServerHelloDone = 14;
    private const int SupportedVersions = 43;

    // A flight with a long chain has some 10,000 bytes; who sends more than this without an end is not listened to.
    private const int MostBytes = 256 * 1024;

    // RFC 8446, section 4.1.3: by this random a ServerHello is a HelloRetryRequest, which another one follows.
    private static readonly byte[] RetryRandom =
        Convert.FromHexString("CF21AD74E59A6111BE1D8C021E65B891C2A211167ABB8C5E079E09E2C8A8339C");

    private readonly List<byte> records = [];
    private readonly List<byte> messages = [];
    private readonly List<byte[]> certificates = [];
    private int taken;
    private bool over;

    /// <summary>The version that the server chose; null where it said none.</summary>
    public SslProtocols? Version { get; private set; }

    /// <summary>The cipher suite that it chose.</summary>
    public TlsCipherSuite? CipherSuite { get; private set; }

    /// <summary>Its certificates in its order, encoded; empty in TLS 1.3, which encrypts them.</summary>
    public IReadOnlyList<byte[]> Certificates => certificates;

    /// <summary>Takes bytes as they come, in whatever pieces.</summary>
    public void Take(ReadOnlySpan<byte> bytes)
    {
        if (over || bytes.IsEmpty)
            return;
        taken += bytes.Length;
        records.AddRange(bytes);
        while (!over && TryTakeRecord())
            continue;
        if (over || taken > MostBytes)
            End();
    }

    // What is not a whole and well-formed message of the handshake ends the reading: the stack has the say.
    private void End()
    {
        over = true;
        records.Clear();
        messages.Clear();
    }

    private bool TryTakeRecord()
    {
        if (records.Count < RecordHeader)
            return false;
        int length = (records[3] << 8) | records[4];
        if (records[0] != HandshakeRecord)
        {
            over = true;
            return false;
        }

        if (records.Count < RecordHeader + length)
            return false;
        messages.AddRange(records.GetRange(RecordHeader, length));
        records.RemoveRange(0, RecordHeader + length);
        while (!over && TryTakeMessage())
            continue;
        return true;
    }

    private bool TryTakeMessage()
    {
        if (messages.Count < MessageHeader)
            return false;
        int length = (messages[1] << 16) | (messages[2] << 8) | messages[3];
        if (messages.Count < MessageHeader + length)
            return false;
        byte type = messages[0];
        byte[] body = [.. messages.GetRange(MessageHeader, length)];
        messages.RemoveRange(0, MessageHeader + length);
        over = type switch
        {
            ServerHello => !TryReadHello(body),
            CertificateMessage => !TryReadCertificates(body),
            ServerHelloDone => true,
            _ => false,
        };
        return true;
    }

    // Version (2), random (32), session (1 and so many), cipher suite (2), compression (1), extensions (2 and so many).
    private bool TryReadHello(ReadOnlySpan<byte> body)
    {
        if (body.Length < 35 || body.Length < 38 + body[34])
            return false;
        if (body[2..34].SequenceEqual(RetryRandom))
            return true;
        int version = BinaryPrimitives.ReadUInt16BigEndian(body);
        ReadOnlySpan<byte> rest = body[(35 + body[34])..];
        var suite = (TlsCipherSuite)BinaryPrimitives.ReadUInt16BigEndian(rest);
        ReadOnlySpan<byte> extensions = rest.Length >= 5 ? rest[5..] : default;
        while (extensions.Length >= 4)
        {
            int kind = BinaryPrimitives.ReadUInt16BigEndian(extensions);
            int length = BinaryPrimitives.ReadUInt16BigEndian(extensions[2..]);
            if (extensions.Length < 4 + length)
                return false;
            if (kind == SupportedVersions && length == 2)
                version = BinaryPrimitives.ReadUInt16BigEndian(extensions[4..]);
            extensions = extensions[(4 + length)..];
        }

        Version = version switch
        {
            0x0303 => SslProtocols.Tls12,
            0x0304 => SslProtocols.Tls13,
            _ => null,
        };
        CipherSuite = Version is null ? null : suite;
        return Version == SslProtocols.Tls12;
    }

    // The list's length (3), then each certificate's (3) and the certificate.
    private bool TryReadCertificates(ReadOnlySpan<byte> body)
    {
        if (body.Length < 3)
            return false;
        ReadOnlySpan<byte> list = body[3..];
        while (list.Length >= 3)
        {
            int length = (list[0] << 16) | (list[1] << 8) | list[2];
            if (list.Length < 3 + length)
                return false;
            certificates.Add(list.Slice(3, length).ToArray());
            list = list[(3 + length)..];
        }

        return true;
    }
}
