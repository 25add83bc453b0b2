@{
    ExcludeRules = @(
        # Pester's blocks hand variables to each other, which this rule cannot see.
        'PSUseDeclaredVarsMoreThanAssignments'
        # The rule is for Windows PowerShell, which guesses a file's encoding. The module needs PowerShell 7.4, which
        # reads UTF-8 without a mark, and a mark would break the scripts' first lines elsewhere.
        'PSUseBOMForUnicodeEncodedFile'
        # A token that a test makes up is no secret.
        'PSAvoidUsingConvertToSecureStringWithPlainText'
    )
}
