BeforeAll {
    . $PSScriptRoot/_Import.ps1
}

Describe 'Resolve-HostAddress' {
    It 'resolves localhost to a loopback address' {
        $found = @(Resolve-HostAddress localhost)
        $found.Count | Should -BeGreaterThan 0
        foreach ($one in $found) {
            $one.PSObject.TypeNames[0] | Should -Be 'NetCmdlets.HostAddress'
            $one.ComputerName | Should -Be 'localhost'
            $one.Source | Should -Be 'System'
            [System.Net.IPAddress]::IsLoopback($one.Address) | Should -BeTrue
        }
    }

    It 'takes an address as it is: <Text>' -ForEach @(
        @{ Text = '192.0.2.7'; Family = 'InterNetwork' }
        @{ Text = '2001:db8::7'; Family = 'InterNetworkV6' }
    ) {
        $found = Resolve-HostAddress $Text -ErrorAction Ignore
        # An address is looked up in reverse; one of documentation has no name, which is not an error of the address.
        $found.Address | Should -Be $Text
        $found.AddressFamily | Should -Be $Family
    }

    It 'takes names from the pipeline and by property name' {
        # Not (...).Address: an array has a method of that name.
        'localhost', 'localhost' | Resolve-HostAddress -IPv4 | ForEach-Object { "$($_.Address)" } |
            Should -Be '127.0.0.1', '127.0.0.1'
        $records = [pscustomobject]@{ HostName = 'localhost' }, [pscustomobject]@{ CN = 'localhost' }
        ($records | Resolve-HostAddress -IPv4).ComputerName | Should -Be 'localhost', 'localhost'
    }

    It 'keeps to the family asked for' {
        (Resolve-HostAddress localhost -IPv4).AddressFamily | Should -Be 'InterNetwork'
        { Resolve-HostAddress localhost -IPv4 -IPv6 -ErrorAction Stop } |
            Should -Throw -ErrorId 'InvalidRequest,NetCmdlets.Commands.ResolveHostAddressCommand'
    }

    It 'reports a name that does not exist and goes on with the next' {
        $found = 'no-such-host.invalid', 'localhost' |
            Resolve-HostAddress -IPv4 -ErrorVariable failure -ErrorAction SilentlyContinue
        $found.ComputerName | Should -Be 'localhost'
        $failure.Count | Should -Be 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'NameNotFound,NetCmdlets.Commands.ResolveHostAddressCommand'
        $failure[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $failure[0].TargetObject | Should -Be 'no-such-host.invalid'
    }

    It 'refuses at binding <Parameter> <Value>' -ForEach @(
        @{ Parameter = 'TimeoutSeconds'; Value = 0 }
        @{ Parameter = 'TimeoutSeconds'; Value = -1 }
        @{ Parameter = 'ThrottleLimit'; Value = 0 }
        @{ Parameter = 'ComputerName'; Value = '' }
    ) {
        $arguments = @{ ComputerName = 'localhost' }
        $arguments[$Parameter] = $Value
        { Resolve-HostAddress @arguments } |
            Should -Throw -ErrorId 'ParameterArgumentValidationError,NetCmdlets.Commands.ResolveHostAddressCommand'
    }
}
