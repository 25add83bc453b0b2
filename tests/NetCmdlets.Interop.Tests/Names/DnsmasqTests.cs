using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Names;
using NetCmdlets.Pipeline;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Interop.Tests.Names;

/// <summary>A forwarder of other people's, with records of its own.</summary>
public sealed class DnsmasqTests
{
    [Fact]
    public async Task Its_records_come_typed_and_what_it_cannot_know_is_its_failure()
    {
        int port = DualPort.Free();
        await using PeerProcess server = PeerProcess.Start(
            "dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", "--no-resolv", "--no-hosts", "--log-facility=-",
            "--pid-file=", "--user=", "--bind-interfaces", "--listen-address=127.0.0.1", $"--port={port}",
            "--host-record=a.test,192.0.2.1,2001:db8::1", "--mx-host=a.test,mail.test,5",
            "--srv-host=_sip._udp.a.test,sip.test,5060,1,2", "--txt-record=a.test,one,two", "--cname=c.test,a.test",
            "--local=/test/");
        while (!(await server.Errors.ReadLineAsync().Within())!.Contains("started", StringComparison.Ordinal))
        {
        }

        List<PipelineItem> items = await AskAsync(port, new()
        {
            Name = ["a.test"],
            Type = ["A", "AAAA", "MX", "TXT"],
        });
        Assert.Equal(
            ["192.0.2.1", "2001:db8::1", "5 mail.test.", "\"one\" \"two\""],
            items.Results<DnsRecord>().Select(record => record.Data));

        var srv = (DnsSrvRecord)Assert.Single((await AskAsync(
            port, new() { Name = ["_sip._udp.a.test"], Type = ["SRV"] })).Results<DnsRecord>());
        Assert.Equal((1, 2, 5060, "sip.test"), (srv.Priority, srv.Weight, srv.Port, srv.Host));
        Assert.Equal(
            ["a.test.", "192.0.2.1"],
            (await AskAsync(port, new() { Name = ["c.test"], Type = ["A"], Tcp = true }))
                .Results<DnsRecord>().Select(record => record.Data));
        Assert.Equal("a.test", ((DnsHostRecord)Assert.Single(
            (await AskAsync(port, new() { Name = ["192.0.2.1"] })).Results<DnsRecord>())).Host);
        Assert.Equal(
            FailureKind.NameNotFound,
            Assert.Single((await AskAsync(port, new() { Name = ["no.test"], Type = ["A"] })).Failures()).Kind);
        Assert.Equal(
            FailureKind.NameServerFailed,
            Assert.Single((await AskAsync(port, new() { Name = ["a.example"], Type = ["A"] })).Failures()).Kind);
    }

    private static Task<List<PipelineItem>> AskAsync(int port, ResolveDnsRecordRequest request)
        => new ResolveDnsRecordOperation().CollectAsync(request with { Server = [$"127.0.0.1:{port}"] });
}
