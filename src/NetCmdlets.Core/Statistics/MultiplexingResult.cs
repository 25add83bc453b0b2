namespace NetCmdlets;

/// <summary>What circuit switching and packet switching make of the same link.</summary>
/// <param name="Users">How many users share the link.</param>
/// <param name="Activity">The part of the time that a user is active, 0 to 1.</param>
/// <param name="Circuits">How many users may be active at once before the link is overloaded.</param>
/// <param name="CircuitUsers">How many users circuit switching serves: each has a circuit, active or not.</param>
/// <param name="ExpectedActive">How many users are active on average.</param>
/// <param name="OverloadProbability">The probability that more users are active than there are circuits.</param>
/// <param name="UsersAtRisk">
/// How many users packet switching serves with an overload no more probable than was asked; null where it was not
/// asked, or no number of users reaches it.
/// </param>
public sealed record MultiplexingResult(
    long Users,
    double Activity,
    long Circuits,
    long CircuitUsers,
    double ExpectedActive,
    double OverloadProbability,
    long? UsersAtRisk);
