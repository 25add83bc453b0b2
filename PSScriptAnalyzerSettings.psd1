@{
    # Pester's blocks hand variables to each other, which this rule cannot see.
    ExcludeRules = @('PSUseDeclaredVarsMoreThanAssignments')
}
