using NetCmdlets.Operations.Handshake;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Operations.Handshake;

public sealed class HostShareTests
{
    [Fact]
    public async Task A_silent_host_holds_no_more_than_its_first_places_while_others_are_under_way()
    {
        var share = new HostShare(() => false, 256);
        for (int place = 0; place < 32; place++)
            await share.EnterAsync(default).Within();
        Task next = share.EnterAsync(default).AsTask();
        Assert.False(next.IsCompleted);

        share.Leave(answered: false);
        await next.Within();
        Assert.False(share.EnterAsync(default).AsTask().IsCompleted);
    }

    [Fact]
    public async Task Each_answer_makes_room_for_two()
    {
        var share = new HostShare(() => false, 256);
        for (int place = 0; place < 32; place++)
            await share.EnterAsync(default).Within();
        share.Leave(answered: true);

        await share.EnterAsync(default).Within();
        await share.EnterAsync(default).Within();
        Assert.False(share.EnterAsync(default).AsTask().IsCompleted);
    }

    [Fact]
    public async Task A_host_that_is_alone_has_no_limit()
    {
        var share = new HostShare(() => true, 256);
        for (int place = 0; place < 1000; place++)
            await share.EnterAsync(default).Within();
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(40, 10)]
    [InlineData(1000, 32)]
    public async Task The_first_places_are_a_quarter_of_the_throttle_and_32_at_most(int throttle, int places)
    {
        var share = new HostShare(() => false, throttle);
        for (int place = 0; place < places; place++)
            await share.EnterAsync(default).Within();
        Assert.False(share.EnterAsync(default).AsTask().IsCompleted);
    }

    [Fact]
    public async Task A_stop_ends_the_wait_for_a_place()
    {
        using var stop = new CancellationTokenSource();
        var share = new HostShare(() => false, 256);
        for (int place = 0; place < 32; place++)
            await share.EnterAsync(default).Within();
        Task waiting = share.EnterAsync(stop.Token).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.Within());
    }
}
