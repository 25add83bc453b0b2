using System.Management.Automation;
using System.Reflection;
using NetCmdlets.Hosting;
using NetCmdlets.ModuleBuilder;
using Xunit;

namespace NetCmdlets.Module.Tests;

/// <summary>What every cmdlet must be, whatever it does.</summary>
public sealed class CmdletTests
{
    private static readonly string[] ChangingVerbs = ["Start", "Stop", "Send", "Disconnect", "Enable", "Disable"];

    public static TheoryData<string> Names => [.. Repository.Cmdlets.Select(cmdlet => cmdlet.Name)];

    [Fact]
    public void There_are_cmdlets() => Assert.NotEmpty(Repository.Cmdlets);

    [Theory]
    [MemberData(nameof(Names))]
    public void The_verb_is_approved(string name) => Assert.Contains(Find(name).Verb, ApprovedVerbs());

    [Theory]
    [MemberData(nameof(Names))]
    public void The_noun_is_singular_and_in_Pascal_case(string name)
    {
        string noun = Find(name).Noun;
        Assert.Matches("^[A-Z][A-Za-z]+$", noun);
        Assert.False(noun.EndsWith('s') && !noun.EndsWith("ss", StringComparison.Ordinal), noun);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_class_is_named_after_the_cmdlet(string name)
    {
        CmdletDescription cmdlet = Find(name);
        Assert.Equal($"NetCmdlets.Commands.{cmdlet.Verb}{cmdlet.Noun}Command", cmdlet.Type.FullName);
        Assert.True(cmdlet.Type.IsSealed, "not sealed");
        Assert.True(typeof(NetCmdlet).IsAssignableFrom(cmdlet.Type), "not derived from NetCmdlet");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_output_is_declared(string name)
    {
        Assert.NotNull(Find(name).OutputTypes);
        Assert.NotEmpty(Find(name).OutputTypes!);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void One_type_is_emitted_and_bool_where_quiet(string name)
    {
        CmdletDescription cmdlet = Find(name);
        bool quiet = cmdlet.Parameters.Any(parameter => parameter.Name == "Quiet");
        if (!quiet)
            return;
        Assert.True(cmdlet.Verb is "Test" or "Wait", "-Quiet is for Test and Wait");
        Assert.Contains(typeof(bool), cmdlet.OutputTypes!);
        Assert.Equal(2, cmdlet.OutputTypes!.Count);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_changes_something_asks_ShouldProcess(string name)
    {
        CmdletDescription cmdlet = Find(name);
        if (ChangingVerbs.Contains(cmdlet.Verb))
            Assert.True(cmdlet.SupportsShouldProcess);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Positions_of_a_set_count_from_zero_without_a_gap(string name)
    {
        CmdletDescription cmdlet = Find(name);
        foreach (string set in cmdlet.ParameterSets)
        {
            int[] positions = [.. cmdlet.Parameters
                .Select(parameter => parameter.In(set)?.Position).OfType<int>().Order()];
            Assert.Equal(Enumerable.Range(0, positions.Length), positions);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_default_set_exists_and_is_named_where_there_are_several(string name)
    {
        CmdletDescription cmdlet = Find(name);
        if (cmdlet.ParameterSets.Count > 1)
            Assert.NotNull(cmdlet.DefaultParameterSet);
        if (cmdlet.DefaultParameterSet is { } named && cmdlet.ParameterSets is not [CmdletDescription.AllSets])
            Assert.Contains(named, cmdlet.ParameterSets);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Parameter_sets_do_not_tie(string name)
    {
        CmdletDescription cmdlet = Find(name);
        foreach (string one in cmdlet.ParameterSets)
        {
            foreach (string other in cmdlet.ParameterSets.Where(set => string.CompareOrdinal(set, one) > 0))
            {
                // The engine takes the default set of those that fit.
                if (one == cmdlet.DefaultParameterSet || other == cmdlet.DefaultParameterSet)
                    continue;
                IEnumerable<string> needed = Mandatory(one).Union(Mandatory(other));
                IEnumerable<string> both = Members(one).Intersect(Members(other));
                Assert.True(needed.Except(both).Any(), $"'{one}' and '{other}' fit the same arguments");
            }
        }

        IEnumerable<string> Members(string set)
            => cmdlet.Parameters.Where(item => item.In(set) is not null).Select(item => item.Name);

        IEnumerable<string> Mandatory(string set)
            => cmdlet.Parameters.Where(item => item.In(set)?.Mandatory == true).Select(item => item.Name);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void One_parameter_of_a_type_takes_the_pipelines_objects(string name)
    {
        CmdletDescription cmdlet = Find(name);
        foreach (string set in cmdlet.ParameterSets)
        {
            var byType = cmdlet.Parameters
                .Where(parameter => parameter.In(set)?.ByValue == true)
                .GroupBy(parameter => parameter.Type.GetElementType() ?? parameter.Type);
            Assert.All(byType, group => Assert.Single(group));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Parameters_and_aliases_are_named_once(string name)
    {
        IEnumerable<string> words = Find(name).Parameters
            .SelectMany(parameter => parameter.Aliases.Append(parameter.Name))
            .Select(word => word.ToUpperInvariant());
        Assert.All(words.GroupBy(word => word), group => Assert.Single(group));
    }

    private static CmdletDescription Find(string name) => Repository.Cmdlets.Single(cmdlet => cmdlet.Name == name);

    private static IEnumerable<string> ApprovedVerbs()
    {
        Type[] groups =
        [
            typeof(VerbsCommon), typeof(VerbsData), typeof(VerbsLifecycle), typeof(VerbsDiagnostic),
            typeof(VerbsCommunications), typeof(VerbsSecurity), typeof(VerbsOther),
        ];
        return groups.SelectMany(group => group.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Select(field => (string)field.GetRawConstantValue()!);
    }
}
