BeforeAll {
    . $PSScriptRoot/_Import.ps1
    $table = @(
        '192.0.2.0/24 dev eth0 src 192.0.2.5'
        '198.51.100.0/24 via 192.0.2.1 dev eth0 metric 20'
        '198.51.100.64/26 via 192.0.2.2 dev eth0'
        'prohibit 203.0.113.0/24'
        'default via 192.0.2.254'
    )
}

Describe 'Find-HostRoute' {
    It 'keeps what is for this host in it' {
        $decision = Find-HostRoute 127.0.0.1
        $decision.PSObject.TypeNames[0] | Should -Be 'NetCmdlets.RouteDecision'
        "$($decision.Kind) $($decision.Address) $($decision.SourceAddress)" | Should -Be 'Loopback 127.0.0.1 127.0.0.1'
        (Get-HostInterface $decision.InterfaceName).IsLoopback | Should -BeTrue
    }

    It 'resolves names, and tells each of their addresses' {
        $decisions = @(Find-HostRoute localhost -IPv4)
        $decisions.Count | Should -BeGreaterThan 0
        $decisions.Destination | Sort-Object -Unique | Should -Be 'localhost'
        $decisions.Kind | Sort-Object -Unique | Should -Be 'Loopback'
    }

    It 'decides by a table: <Destination> is <Kind> by <Prefix>' -ForEach @(
        @{ Destination = '192.0.2.77'; Kind = 'OnLink'; Prefix = '192.0.2.0/24'; NextHop = '' }
        @{ Destination = '198.51.100.9'; Kind = 'Gateway'; Prefix = '198.51.100.0/24'; NextHop = '192.0.2.1' }
        @{ Destination = '198.51.100.77'; Kind = 'Gateway'; Prefix = '198.51.100.64/26'; NextHop = '192.0.2.2' }
        @{ Destination = '203.0.113.9'; Kind = 'Unreachable'; Prefix = '203.0.113.0/24'; NextHop = '' }
        @{ Destination = '10.9.9.9'; Kind = 'Gateway'; Prefix = '0.0.0.0/0'; NextHop = '192.0.2.254' }
    ) {
        $decision = Find-HostRoute $Destination -Table $table
        "$($decision.Kind) $($decision.Prefix)" | Should -Be "$Kind $Prefix"
        "$($decision.NextHop)" | Should -Be $NextHop
        "$($decision.InterfaceName)" | Should -Be $(if ($Kind -eq 'Unreachable') { '' } else { 'eth0' })
    }

    It 'takes routes as objects, named as <Who> names them' -ForEach @(
        @{
            Who = 'ip -json route'
            Routes = @(
                @{ dst = 'default'; gateway = '192.0.2.1'; dev = 'eth0'; metric = 5 }
                @{ type = 'blackhole'; dst = '203.0.113.0/24'; flags = @() }
            )
        }
        @{
            Who = 'Get-NetRoute'
            Routes = @(
                @{ DestinationPrefix = '0.0.0.0/0'; NextHop = '192.0.2.1'; InterfaceAlias = 'eth0'; RouteMetric = 5 }
                @{ DestinationPrefix = '203.0.113.0/24'; NextHop = '0.0.0.0'; InterfaceAlias = 'eth1'; RouteMetric = 0 }
            )
        }
    ) {
        $objects = $Routes | ForEach-Object { [pscustomobject]$_ }
        foreach ($table in $Routes, $objects) {
            $far, $near = '198.51.100.1', '203.0.113.1' | Find-HostRoute -Table $table
            "$($far.Kind) $($far.NextHop) $($far.InterfaceName) $($far.Metric)" | Should -Be 'Gateway 192.0.2.1 eth0 5'
            $near.Kind | Should -Be $(if ($Who -eq 'Get-NetRoute') { 'OnLink' } else { 'Unreachable' })
            $near.Prefix | Should -Be '203.0.113.0/24'
        }
    }

    It 'takes decisions as routes, and reads a table from lines of a file' {
        $decisions = '198.51.100.77', '203.0.113.9' | Find-HostRoute -Table $table
        (Find-HostRoute 198.51.100.70 -Table $decisions).NextHop | Should -Be '192.0.2.2'
        $file = Join-Path $TestDrive routes.txt
        '# routes', '', 'default via 192.0.2.7 dev eth0' | Set-Content $file
        (Find-HostRoute 198.51.100.70 -Table (Get-Content $file)).NextHop | Should -Be '192.0.2.7'
    }

    It 'takes addresses, results and records from the pipeline, in order' {
        $inputs = @(
            [ipaddress]'192.0.2.1'
            (Resolve-HostAddress 127.0.0.1)
            [pscustomobject]@{ IPAddress = '192.0.2.3' }
            [pscustomobject]@{ ComputerName = '192.0.2.4' }
            '192.0.2.5'
        )
        ($inputs | Find-HostRoute -Table $table).Destination |
            Should -Be '192.0.2.1', '127.0.0.1', '192.0.2.3', '192.0.2.4', '192.0.2.5'
    }

    It 'reports <Text> as <Id> and goes on' -ForEach @(
        @{ Text = '10.0.0.300'; Id = 'InvalidAddress'; Category = 'InvalidArgument' }
        @{ Text = ''; Id = 'InvalidAddress'; Category = 'InvalidArgument' }
        @{ Text = 'no-such-host.invalid'; Id = 'NameNotFound'; Category = 'ObjectNotFound' }
    ) {
        $found = $Text, '127.0.0.1' | Find-HostRoute -ErrorVariable failure -ErrorAction SilentlyContinue
        $found.Destination | Should -Be '127.0.0.1'
        $failure.Count | Should -Be 1
        $failure[0].FullyQualifiedErrorId | Should -Be "$Id,NetCmdlets.Commands.FindHostRouteCommand"
        $failure[0].CategoryInfo.Category | Should -Be $Category
        $failure[0].TargetObject | Should -Be $Text
    }

    It 'ends where the table, the source or the interface is wrong' {
        { Find-HostRoute 127.0.0.1 -Table '192.0.2.0/24 by eth0' } |
            Should -Throw -ErrorId 'InvalidRequest,NetCmdlets.Commands.FindHostRouteCommand'
        { Find-HostRoute 127.0.0.1 -Table (Get-Date) } |
            Should -Throw -ErrorId 'InvalidRequest,NetCmdlets.Commands.FindHostRouteCommand'
        { Find-HostRoute 127.0.0.1 -Table '192.0.2.0/33 dev eth0' } |
            Should -Throw -ErrorId 'InvalidSubnet,NetCmdlets.Commands.FindHostRouteCommand'
        { Find-HostRoute 127.0.0.1 -Source 192.0.2.1 } |
            Should -Throw -ErrorId 'AddressNotAvailable,NetCmdlets.Commands.FindHostRouteCommand'
        { Find-HostRoute 127.0.0.1 -Interface no-such-interface } |
            Should -Throw -ErrorId 'AddressNotAvailable,NetCmdlets.Commands.FindHostRouteCommand'
        { Find-HostRoute 127.0.0.1 -Table 'default via 192.0.2.1' -Source 127.0.0.1 } |
            Should -Throw -ErrorId 'AmbiguousParameterSet,NetCmdlets.Commands.FindHostRouteCommand'
    }

    It 'survives a file' {
        $file = Join-Path $TestDrive decision.xml
        Find-HostRoute 198.51.100.77 -Table $table | Export-Clixml $file
        $read = Import-Clixml $file
        "$([NetCmdlets.RouteKind]$read.Kind) $($read.NextHop) $($read.Prefix)" |
            Should -Be 'Gateway 192.0.2.2 198.51.100.64/26'
        (Find-HostRoute 198.51.100.70 -Table $read).NextHop | Should -Be '192.0.2.2'
    }

    It 'is shown as a table' {
        Find-HostRoute 127.0.0.1 | Out-String -Width 110 |
            Should -Match 'Destination\s+Kind\s+NextHop\s+Interface\s+Source\s+Prefix'
    }
}
