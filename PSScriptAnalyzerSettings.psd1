@{
    ExcludeRules = @(
        # Pester's blocks hand variables to each other, which this rule cannot see.
        'PSUseDeclaredVarsMoreThanAssignments'
        # UTF-8 without a mark is what PowerShell 7 reads and writes.
        'PSUseBOMForUnicodeEncodedFile'
        # A token of a test or of an example is no secret.
        'PSAvoidUsingConvertToSecureStringWithPlainText'
    )
}
