using System.Globalization;
using NetCmdlets.Diagnostics;
using NetCmdlets.Servers.Handlers;

namespace NetCmdlets.Servers.Guess;

/// <summary>
/// The number-guess dialogue: each client has a number of its own to find, and is told whether a guess is too low or
/// too high. A line that is no number costs no attempt.
/// </summary>
public sealed class GuessHandler : IMessageHandler
{
    private const string Attempts = "Attempts";

    private readonly int minimum;
    private readonly int maximum;
    private readonly int maxAttempts;
    private readonly int seed;

    /// <summary>Makes the game.</summary>
    /// <param name="minimum">The least number.</param>
    /// <param name="maximum">The greatest number, from the least.</param>
    /// <param name="maxAttempts">How many guesses a client has; 0 for any number.</param>
    /// <param name="seed">Where the numbers come from: the same seed gives the nth client the same number.</param>
    /// <exception cref="NetException">The greatest number is less than the least (InvalidRequest).</exception>
    public GuessHandler(int minimum, int maximum, int maxAttempts, int? seed)
    {
        if (maximum < minimum)
        {
            throw new NetException(
                FailureKind.InvalidRequest, $"The greatest number, {maximum}, is less than the least, {minimum}.");
        }

        this.minimum = minimum;
        this.maximum = maximum;
        this.maxAttempts = maxAttempts;
        this.seed = seed ?? Random.Shared.Next();
    }

    /// <summary>What each client is told first.</summary>
    public string Greeting => $"Welcome! Guess a number from {minimum} to {maximum}.";

    /// <summary>The number that a client has to find.</summary>
    /// <param name="connectionId">The connection's number on its server.</param>
    public int NumberOf(long connectionId)
        // By the connection and not by the order of the guesses, so that a seed repeats a game exactly.
        => (int)new Random(unchecked(seed + (int)connectionId)).NextInt64(minimum, maximum + 1L);

    /// <inheritdoc/>
    public Task<HandlerResult> HandleAsync(HandlerConnection connection, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return Task.FromResult(new HandlerResult([connection.Encoding.Encode(Answer(connection))]));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private string Answer(HandlerConnection connection)
    {
        if (!int.TryParse(connection.Text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int guess))
            return "That is not a number.";
        int number = NumberOf(connection.Id ?? 0);
        int attempt = ((int?)connection.State[Attempts] ?? 0) + 1;
        connection.State[Attempts] = attempt;
        if (guess == number)
        {
            connection.Close();
            return attempt == 1 ? "Winner! It took 1 attempt." : $"Winner! It took {attempt} attempts.";
        }

        if (attempt == maxAttempts)
        {
            connection.Close();
            return $"No attempts left. The number was {number}.";
        }

        return guess < number ? "Too low." : "Too high.";
    }
}
