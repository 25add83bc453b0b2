using System.Collections.Concurrent;
using NetCmdlets.Pipeline;
using Xunit;

namespace NetCmdlets.Core.Tests.Pipeline;

public sealed class SharedInputsTests
{
    [Fact]
    public void Each_input_goes_to_one_reader_and_the_source_is_disposed_by_the_last()
    {
        bool disposed = false;
        var seen = new ConcurrentBag<int>();
        IReadOnlyList<IEnumerable<int>> parts = SharedInputs.Split(Numbers(), 4);
        Parallel.ForEach(parts, part =>
        {
            foreach (int number in part)
                seen.Add(number);
        });

        Assert.Equal(Enumerable.Range(0, 50_000), seen.Order());
        Assert.True(disposed);

        IEnumerable<int> Numbers()
        {
            try
            {
                for (int number = 0; number < 50_000; number++)
                    yield return number;
            }
            finally
            {
                disposed = true;
            }
        }
    }
}
