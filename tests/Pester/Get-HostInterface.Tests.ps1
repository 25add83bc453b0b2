BeforeAll {
    . $PSScriptRoot/_Import.ps1
}

Describe 'Get-HostInterface' {
    BeforeAll {
        $loopback = Get-HostInterface -Address 127.0.0.1
    }

    It 'tells the loopback interface by its address' {
        $loopback.PSObject.TypeNames[0] | Should -Be 'NetCmdlets.HostInterface'
        $loopback.IsLoopback | Should -BeTrue
        $loopback.IPv4Address | Should -Contain '127.0.0.1/8'
        "$($loopback.Type) $($loopback.Status)" | Should -Be 'Loopback Up'
        $null -eq $loopback.PhysicalAddress | Should -BeTrue
    }

    It 'emits one object an interface, by their numbers' {
        $all = @(Get-HostInterface)
        $all.Name | Should -Contain $loopback.Name
        $all.Index | Should -Be ($all.Index | Sort-Object -Unique)
    }

    It 'takes names with wildcards, numbers, and both from other objects' {
        (Get-HostInterface $loopback.Name).Index | Should -Be $loopback.Index
        (Get-HostInterface "$($loopback.Name[0])*").Name | Should -Contain $loopback.Name
        (Get-HostInterface -Index $loopback.Index).Name | Should -Be $loopback.Name
        ($loopback.Name | Get-HostInterface).Index | Should -Be $loopback.Index
        ($loopback | Get-HostInterface).Index | Should -Be $loopback.Index
        (Find-HostRoute 127.0.0.1 | Get-HostInterface).Index | Should -Be $loopback.Index
    }

    It 'keeps to a family' {
        $four = Get-HostInterface $loopback.Name -IPv4
        $four.IPv4Address | Should -Contain '127.0.0.1/8'
        $four.IPv6Address.Count | Should -Be 0
        { Get-HostInterface -IPv4 -IPv6 -ErrorAction Stop } |
            Should -Throw -ErrorId 'InvalidRequest,NetCmdlets.Commands.GetHostInterfaceCommand'
    }

    It 'goes on after one that is not there' {
        $found = Get-HostInterface no-such-interface, $loopback.Name -ErrorVariable failure `
            -ErrorAction SilentlyContinue
        $found.Name | Should -Be $loopback.Name
        $failure.Count | Should -Be 1
        $failure[0].FullyQualifiedErrorId |
            Should -Be 'AddressNotAvailable,NetCmdlets.Commands.GetHostInterfaceCommand'
        $failure[0].TargetObject | Should -Be 'no-such-interface'
        Get-HostInterface no-such-interface* | Should -BeNullOrEmpty
    }

    It 'refuses an address that is none, and a number that is none' {
        { Get-HostInterface -Address 10.0.0.300 -ErrorAction Stop } |
            Should -Throw -ErrorId 'InvalidAddress,NetCmdlets.Commands.GetHostInterfaceCommand'
        { Get-HostInterface -Index 0 } |
            Should -Throw -ErrorId 'ParameterArgumentValidationError,NetCmdlets.Commands.GetHostInterfaceCommand'
    }

    It 'survives a file and JSON' {
        $file = Join-Path $TestDrive interfaces.xml
        Get-HostInterface | Export-Clixml $file
        $read = Import-Clixml $file | Where-Object Index -EQ $loopback.Index
        $read.Name | Should -Be $loopback.Name
        $read.IPv4Address | Should -Be $loopback.IPv4Address
        $read.Mtu | Should -Be $loopback.Mtu
        $read.IsLoopback | Should -BeTrue
        $json = $loopback | ConvertTo-Json | ConvertFrom-Json
        $json.IPv4Address | Should -Be $loopback.IPv4Address
        $json.Index | Should -Be $loopback.Index
    }

    It 'gives its networks to Get-SubnetInfo' {
        ($loopback.IPv4Address | Get-SubnetInfo).Cidr | Should -Contain '127.0.0.0/8'
    }

    It 'completes names' {
        $line = 'Get-HostInterface '
        [System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).
            CompletionMatches.ListItemText | Should -Contain $loopback.Name
    }

    It 'is shown as a table' {
        $loopback | Out-String -Width 110 |
            Should -Match 'Name\s+Index\s+Status\s+Mtu\s+IPv4Address\s+IPv6Address\s+Gateway'
    }
}
