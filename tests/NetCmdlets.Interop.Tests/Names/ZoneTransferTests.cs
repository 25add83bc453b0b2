using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Names;
using NetCmdlets.Pipeline;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Interop.Tests.Names;

/// <summary>Whole zones out of named, beside dig.</summary>
public sealed class ZoneTransferTests(NamedServer server) : IClassFixture<NamedServer>
{
    [Theory]
    [InlineData("plain.test")]
    [InlineData("signed.test")]
    [InlineData("hashed.test.")]
    // So many records take several messages.
    [InlineData("big.test")]
    public async Task A_zone_is_as_dig_prints_it(string zone)
    {
        Assert.SkipWhen(server.Unavailable is not null, server.Unavailable ?? "");
        string theirs = await NamedServer.RunAsync(
            "dig", "@127.0.0.1", "-p", $"{server.Port}", zone, "AXFR", "+noall", "+answer", "+onesoa");
        List<PipelineItem> items = await TransferAsync(zone);

        Assert.Empty(items.Failures());
        List<DnsRecord> records = items.Results<DnsRecord>();
        Assert.Equal(("SOA", records[0].Data), (records[^1].Type, records[^1].Data));
        string[] expected = [.. theirs.Split('\n').Where(line => line.Length > 0 && line[0] != ';')
            .Select(DigTests.Normal)];
        Assert.Equal(expected, records.SkipLast(1).Select(DigTests.LineOf));
    }

    [Theory]
    [InlineData("closed.test", "REFUSED")]
    [InlineData("other.test", "NOTAUTH")]
    public async Task What_it_does_not_hand_out_is_told(string zone, string code)
    {
        Assert.SkipWhen(server.Unavailable is not null, server.Unavailable ?? "");
        List<PipelineItem> items = await TransferAsync(zone);

        NetFailure failure = Assert.Single(items.Failures());
        Assert.Equal((FailureKind.NameServerFailed, zone), (failure.Kind, failure.Target));
        Assert.Contains($"answered {code} about '{zone}' (AXFR)", failure.Message, StringComparison.Ordinal);
        Assert.Empty(items.Results<DnsRecord>());
    }

    private async Task<List<PipelineItem>> TransferAsync(string zone)
    {
        await using var operation = new ResolveDnsRecordOperation();
        return await operation.CollectAsync(new ResolveDnsRecordRequest
        {
            Name = [zone],
            Type = ["axfr"],
            Server = [server.Address],
        });
    }
}
