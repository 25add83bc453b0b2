using System.Globalization;
using System.Net;
using System.Net.Sockets;
using NetCmdlets.Operations.Echo;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Interop.Tests.Probes;

/// <summary>Grades a peer with Test-EchoServer, and says which checks must fail.</summary>
internal static class EchoGrading
{
    /// <summary>Grades a server whose first line is its port.</summary>
    public static async Task<List<EchoCheck>> TestAsync(
        PeerProcess peer,
        EchoProtocol protocol = EchoProtocol.Tcp,
        string[]? ids = null,
        string[]? exclude = null,
        int concurrency = 20,
        double seconds = 5)
        => await TestAsync(
            int.Parse(await peer.ReadLineAsync(), CultureInfo.InvariantCulture),
            protocol,
            ids,
            exclude,
            concurrency,
            seconds);

    /// <summary>Grades the server of a port.</summary>
    public static async Task<List<EchoCheck>> TestAsync(
        int port,
        EchoProtocol protocol = EchoProtocol.Tcp,
        string[]? ids = null,
        string[]? exclude = null,
        int concurrency = 20,
        double seconds = 5)
        => (await new TestEchoServerOperation().CollectAsync(new()
        {
            ComputerName = ["127.0.0.1"],
            Port = port,
            Protocol = protocol,
            Id = ids ?? [],
            Exclude = exclude ?? [],
            Concurrency = concurrency,
            Timeout = TimeSpan.FromSeconds(seconds),
        })).Results<EchoCheck>();

    /// <summary>Exactly these checks fail; the others pass.</summary>
    public static void AssertFaults(List<EchoCheck> checks, params string[] faults)
        => Assert.True(
            checks.Where(check => check.Passed != true).Select(check => check.Id).Order()
                .SequenceEqual(faults.Order()),
            string.Join('\n', checks.Select(check => $"{check.Id} {check.Passed} {check.Evidence}")));

    /// <summary>What a check saw.</summary>
    public static string EvidenceOf(List<EchoCheck> checks, string id)
        => checks.Single(check => check.Id == id).Evidence;

    /// <summary>A port that was free a moment ago, for a program that cannot be asked which it took.</summary>
    public static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
