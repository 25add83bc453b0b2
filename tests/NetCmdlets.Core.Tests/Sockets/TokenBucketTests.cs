using NetCmdlets.Sockets;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Sockets;

public sealed class TokenBucketTests
{
    private readonly ManualClock clock = new();

    [Fact]
    public void Tokens_come_at_their_rate_and_no_more_are_kept_than_the_bucket_holds()
    {
        TokenBucket bucket = NewBucket(perSecond: 10, capacity: 4, tokens: 1);

        Assert.Equal(1, Taken(bucket));
        clock.Advance(TimeSpan.FromMilliseconds(99));
        Assert.Equal(0, Taken(bucket));
        clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, Taken(bucket));
        clock.Advance(TimeSpan.FromMilliseconds(350));
        Assert.Equal(3, Taken(bucket));
        clock.Advance(TimeSpan.FromMilliseconds(50));
        Assert.Equal(1, Taken(bucket));
        clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(4, Taken(bucket));
    }

    [Fact]
    public void Who_borrows_waits_until_those_before_have_paid()
    {
        TokenBucket bucket = NewBucket(perSecond: 10, capacity: 4, tokens: 2);

        Assert.Equal(0, bucket.Borrow(2, Now).TotalMilliseconds);
        Assert.Equal(0, bucket.Borrow(1, Now).TotalMilliseconds);
        Assert.Equal(100, bucket.Borrow(3, Now).TotalMilliseconds);
        clock.Advance(TimeSpan.FromMilliseconds(250));
        Assert.False(bucket.TryTake(1, Now));
        Assert.Equal(150, bucket.Borrow(1, Now).TotalMilliseconds);
    }

    [Fact]
    public void What_is_given_back_can_be_taken_again_but_fills_no_more_than_the_bucket()
    {
        TokenBucket bucket = NewBucket(perSecond: 10, capacity: 4, tokens: 0);
        bucket.Borrow(3, Now);
        bucket.Return(2);

        Assert.Equal(100, bucket.Borrow(1, Now).TotalMilliseconds);
        bucket.Return(50);
        Assert.True(bucket.IsFull(Now));
        Assert.Equal(4, Taken(bucket));
    }

    [Fact]
    public void It_is_full_only_when_nothing_more_goes_in()
    {
        TokenBucket bucket = NewBucket(perSecond: 10, capacity: 4, tokens: 3);

        Assert.False(bucket.IsFull(Now));
        clock.Advance(TimeSpan.FromMilliseconds(100));
        Assert.True(bucket.IsFull(Now));
    }

    [Fact]
    public void A_time_stamp_that_was_read_before_the_last_takes_nothing_back()
    {
        TokenBucket bucket = NewBucket(perSecond: 10, capacity: 4, tokens: 0);
        long before = Now;
        clock.Advance(TimeSpan.FromMilliseconds(200));

        Assert.True(bucket.TryTake(1, Now));
        Assert.True(bucket.TryTake(1, before));
        Assert.False(bucket.TryTake(1, Now));
    }

    private long Now => clock.GetTimestamp();

    private TokenBucket NewBucket(double perSecond, double capacity, double tokens)
        => new(perSecond, capacity, tokens, clock, Now);

    private int Taken(TokenBucket bucket) => Enumerable.Range(0, 100).Count(_ => bucket.TryTake(1, Now));
}
