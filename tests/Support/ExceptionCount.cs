using System.Runtime.ExceptionServices;

namespace NetCmdlets.Tests;

/// <summary>
/// Counts how often exceptions are thrown, and thrown on, in what is started after it: each costs microseconds, so a
/// path that hundreds go at once has none. What other tests throw in the meantime does not count.
/// </summary>
internal sealed class ExceptionCount : IDisposable
{
    private static readonly AsyncLocal<ExceptionCount?> Current = new();

    private int thrown;

    public ExceptionCount()
    {
        Current.Value = this;
        AppDomain.CurrentDomain.FirstChanceException += OnException;
    }

    /// <summary>How many until now.</summary>
    public int Thrown => Volatile.Read(ref thrown);

    public void Dispose()
    {
        AppDomain.CurrentDomain.FirstChanceException -= OnException;
        Current.Value = null;
    }

    private void OnException(object? sender, FirstChanceExceptionEventArgs args)
    {
        if (ReferenceEquals(Current.Value, this))
            Interlocked.Increment(ref thrown);
    }
}
