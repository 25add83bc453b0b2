using System.Net.Security;
using System.Security.Authentication;
using NetCmdlets.Sockets.Tls;
using Xunit;

namespace NetCmdlets.Core.Tests.Tls;

public sealed class TlsServerFlightTests
{
    private const string Retry = "CF21AD74E59A6111BE1D8C021E65B891C2A211167ABB8C5E079E09E2C8A8339C";
    private static readonly string Random = new('5', 64);

    // TLS 1.2, a session of 2 bytes, TLS_RSA_WITH_AES_128_CBC_SHA, no extensions.
    private static readonly string Hello12 = Message(2, "0303" + Random + "02ABCD" + "002F" + "00");

    // TLS 1.3: the version is in an extension, behind the key share; TLS_AES_128_GCM_SHA256.
    private static readonly string Hello13 = Message(
        2, "0303" + Random + "00" + "1301" + "00" + "0012" + "003300080017000411111111" + "002B00020304");

    private static readonly string Certificates = Message(11, "00000B" + "000003AABBCC" + "000002DDEE");

    [Fact]
    public void TLS_1_2_tells_version_suite_and_certificates()
    {
        TlsServerFlight flight = Read(Record(22, Hello12 + Certificates + Message(14, "")));

        Assert.Equal(SslProtocols.Tls12, flight.Version);
        Assert.Equal(TlsCipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA, flight.CipherSuite);
        Assert.Equal(["AABBCC", "DDEE"], flight.Certificates.Select(Convert.ToHexString));
    }

    [Fact]
    public void TLS_1_3_tells_version_and_suite()
    {
        TlsServerFlight flight = Read(Record(22, Hello13) + Record(20, "01") + Record(23, "FFFFFF"));

        Assert.Equal((SslProtocols.Tls13, TlsCipherSuite.TLS_AES_128_GCM_SHA256), (flight.Version, flight.CipherSuite));
        Assert.Empty(flight.Certificates);
    }

    [Fact]
    public void A_request_to_try_again_is_no_choice()
    {
        string retry = Hello13.Replace(Random, Retry, StringComparison.Ordinal);
        Assert.Null(Read(Record(22, retry)).Version);
        Assert.Equal(SslProtocols.Tls13, Read(Record(22, retry) + Record(20, "01")).Version ?? SslProtocols.Tls13);
        Assert.Equal(SslProtocols.Tls13, Read(Record(22, retry) + Record(22, Hello13)).Version);
    }

    [Fact]
    public void Pieces_of_any_size_make_the_same_and_a_piece_less_makes_less()
    {
        // Messages cut over records, records cut over reads.
        string messages = Hello12 + Certificates;
        byte[] bytes = Convert.FromHexString(
            Record(22, messages[..20]) + Record(22, messages[20..120]) + Record(22, messages[120..]));
        for (int size = 1; size <= bytes.Length; size++)
        {
            var flight = new TlsServerFlight();
            for (int at = 0; at < bytes.Length; at += size)
                flight.Take(bytes.AsSpan(at, Math.Min(size, bytes.Length - at)));
            Assert.Equal(2, flight.Certificates.Count);
        }

        for (int length = 0; length < bytes.Length; length++)
        {
            var flight = new TlsServerFlight();
            flight.Take(bytes.AsSpan(0, length));
            Assert.Empty(flight.Certificates);
        }
    }

    [Theory]
    [InlineData("15030300020228")] // an alert
    [InlineData("485454502F312E3120343030")] // HTTP
    [InlineData("160303FFFF")] // a record without an end
    public void What_is_no_hello_tells_nothing(string bytes)
    {
        TlsServerFlight flight = Read(bytes);
        flight.Take(new byte[1_000_000]);

        Assert.Null(flight.Version);
        Assert.Null(flight.CipherSuite);
    }

    [Fact]
    public void An_old_version_is_none_that_was_agreed_on()
        => Assert.Null(Read(Record(22, Hello12.Replace("0303", "0302", StringComparison.Ordinal))).Version);

    [Fact]
    public void Random_bytes_never_throw()
    {
        var random = new Random(7);
        byte[] whole = Convert.FromHexString(Record(22, Hello13) + Record(22, Hello12 + Certificates));
        for (int run = 0; run < 50_000; run++)
        {
            byte[] bytes = [.. whole];
            for (int change = 0; change < 4; change++)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            new TlsServerFlight().Take(bytes);
        }
    }

    private static TlsServerFlight Read(string bytes)
    {
        var flight = new TlsServerFlight();
        flight.Take(Convert.FromHexString(bytes));
        return flight;
    }

    private static string Message(int type, string body) => $"{type:X2}{body.Length / 2:X6}{body}";

    private static string Record(int type, string fragment) => $"{type:X2}0303{fragment.Length / 2:X4}{fragment}";
}
