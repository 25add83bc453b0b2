using System.Net;
using NetCmdlets.Operations.Udp;
using NetCmdlets.Pipeline;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Udp;

/// <summary>Sends one request to a peer and hands back what was emitted.</summary>
internal static class UdpSending
{
    public static SendUdpDatagramRequest To(UdpPeer peer) => To(peer.EndPoint);

    public static SendUdpDatagramRequest To(NetServer server)
        => To((IPEndPoint)server.LocalEndPoint) with { WaitReply = true };

    public static SendUdpDatagramRequest To(IPEndPoint peer)
        => new() { ComputerName = [peer.Address.ToString()], Port = peer.Port, Timeout = Bounded.Limit };

    public static async Task<List<PipelineItem>> SendAsync(SendUdpDatagramRequest request)
    {
        await using var operation = new SendUdpDatagramOperation();
        return await operation.CollectAsync(request);
    }

    public static async Task<UdpReply> ReplyAsync(SendUdpDatagramRequest request)
    {
        List<PipelineItem> items = await SendAsync(request);
        Assert.Empty(items.Failures());
        return Assert.Single(items.Results<UdpReply>());
    }
}
