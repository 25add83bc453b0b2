namespace NetCmdlets.ModuleBuilder;

/// <summary>A cmdlet as its attributes tell it.</summary>
/// <param name="Verb">The verb.</param>
/// <param name="Noun">The noun.</param>
/// <param name="Type">Its class.</param>
/// <param name="DefaultParameterSet">The set in force where the arguments do not tell; null for none.</param>
/// <param name="SupportsShouldProcess">Whether it has -WhatIf and -Confirm.</param>
/// <param name="OutputTypes">What it declares to emit; null where it declares nothing.</param>
/// <param name="Aliases">Other names of the cmdlet.</param>
/// <param name="Parameters">Its own parameters and, where it has them, WhatIf and Confirm.</param>
internal sealed record CmdletDescription(
    string Verb,
    string Noun,
    Type Type,
    string? DefaultParameterSet,
    bool SupportsShouldProcess,
    IReadOnlyList<Type>? OutputTypes,
    IReadOnlyList<string> Aliases,
    IReadOnlyList<ParameterDescription> Parameters)
{
    /// <summary>The name of the one set of a cmdlet that has no sets, and of parameters that are in every set.</summary>
    public const string AllSets = "__AllParameterSets";

    /// <summary>The cmdlet's name.</summary>
    public string Name => $"{Verb}-{Noun}";

    /// <summary>The names of its parameter sets, the default one first.</summary>
    public IReadOnlyList<string> ParameterSets
    {
        get
        {
            List<string> named = [.. Parameters.SelectMany(parameter => parameter.Memberships)
                .Select(membership => membership.Set).Where(set => set != AllSets).Distinct()];
            if (named.Count == 0)
                return [AllSets];
            return [.. named.OrderByDescending(set => set == DefaultParameterSet)];
        }
    }
}

/// <summary>A parameter of a cmdlet.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Aliases">Its other names.</param>
/// <param name="Default">What it is where it is not given, as text; null for nothing.</param>
/// <param name="Values">The words it takes, where they are limited.</param>
/// <param name="SupportsWildcards">Whether it takes wildcards.</param>
/// <param name="Memberships">Its place in each parameter set it is in.</param>
internal sealed record ParameterDescription(
    string Name,
    Type Type,
    IReadOnlyList<string> Aliases,
    string? Default,
    IReadOnlyList<string> Values,
    bool SupportsWildcards,
    IReadOnlyList<ParameterMembership> Memberships)
{
    /// <summary>Its place in a set; null where it is not in it.</summary>
    public ParameterMembership? In(string set) => Memberships.FirstOrDefault(membership => membership.Set == set)
        ?? Memberships.FirstOrDefault(membership => membership.Set == CmdletDescription.AllSets);
}

/// <summary>A parameter's place in a parameter set.</summary>
/// <param name="Set">The set's name.</param>
/// <param name="Mandatory">Whether it must be given.</param>
/// <param name="Position">Its place among the arguments without a name, from 0; null for none.</param>
/// <param name="ByValue">Whether it takes the pipeline's objects.</param>
/// <param name="ByPropertyName">Whether it takes a property of the pipeline's objects.</param>
/// <param name="Remaining">Whether it takes all arguments left over.</param>
internal sealed record ParameterMembership(
    string Set, bool Mandatory, int? Position, bool ByValue, bool ByPropertyName, bool Remaining);
