namespace NetCmdlets.Pipeline;

/// <summary>
/// One lazy sequence that several readers take from, each input going to one of them, so that bodies which never wait
/// still run on several processors.
/// </summary>
internal static class SharedInputs
{
    /// <summary>The readers' sequences; each is read by one thread.</summary>
    public static IReadOnlyList<IEnumerable<T>> Split<T>(IEnumerable<T> inputs, int readers)
    {
        IEnumerator<T> source = inputs.GetEnumerator();
        int reading = readers;
        return [.. Enumerable.Range(0, readers).Select(_ => Read())];

        IEnumerable<T> Read()
        {
            try
            {
                while (true)
                {
                    T next;
                    lock (source)
                    {
                        if (!source.MoveNext())
                            yield break;
                        next = source.Current;
                    }

                    yield return next;
                }
            }
            finally
            {
                if (Interlocked.Decrement(ref reading) == 0)
                    source.Dispose();
            }
        }
    }
}
