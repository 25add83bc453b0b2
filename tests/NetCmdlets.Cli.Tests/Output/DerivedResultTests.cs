using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Cli.Tests.Output;

/// <summary>Results of which each kind has properties of its own.</summary>
public sealed class DerivedResultTests
{
    [Fact]
    public async Task A_DNS_record_as_JSON_has_the_properties_of_its_type()
    {
        (Socket udp, Socket tcp) = DualPort.Bind();
        using (udp)
        using (tcp)
        {
            string server = $"{udp.LocalEndPoint}";
            Task<CliRun> run = Task.Run(() => CliRun.Of(
                "Resolve-DnsRecord", "a.test", "-Type", "MX", "-Server", server, "-OutputFormat", "Json"));
            byte[] query = new byte[512];
            SocketReceiveFromResult got = await udp.ReceiveFromAsync(query, new IPEndPoint(IPAddress.Any, 0)).Within();
            // The question as it came (12 bytes of header, 8 of name, 4 of type and class), and one record.
            byte[] reply =
            [
                query[0], query[1], 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0, .. query[12..24],
                0xC0, 12, 0, 15, 0, 1, 0, 0, 0, 60, 0, 4, 0, 10, 0xC0, 12,
            ];
            await udp.SendToAsync(reply, got.RemoteEndPoint).Within();

            using var json = JsonDocument.Parse((await run.Within()).Output);
            Assert.Equal("a.test", json.RootElement.GetProperty("Host").GetString());
            Assert.Equal(10, json.RootElement.GetProperty("Preference").GetInt32());
            Assert.Equal("10 a.test.", json.RootElement.GetProperty("Data").GetString());
        }
    }
}
