BeforeAll {
    . $PSScriptRoot/_Import.ps1
}

Describe 'Get-PortInfo' {
    It 'tells the services of a port, one object a protocol' {
        $services = Get-PortInfo 514
        $services | Should -BeOfType NetCmdlets.PortInfo
        ($services | Where-Object Protocol -EQ Tcp).ServiceName | Should -Be 'shell'
        ($services | Where-Object Protocol -EQ Udp).ServiceName | Should -Be 'syslog'
    }

    It 'takes ranges, lists and names' {
        (Get-PortInfo 20-22, http -Protocol Tcp).ServiceName | Should -Be @('ftp-data', 'ftp', 'ssh', 'http')
        (22, 25 | Get-PortInfo -Protocol Tcp).ServiceName | Should -Be @('ssh', 'smtp')
        ([pscustomobject]@{ Port = 443 } | Get-PortInfo -Protocol Tcp).ServiceName | Should -Be 'https'
    }

    It 'finds the port of a service by name, alias or pattern' {
        (Get-PortInfo -ServiceName ssh -Protocol Tcp).Port | Should -Be 22
        (Get-PortInfo -ServiceName WWW -Protocol Tcp).Port | Should -Be 80
        (Get-PortInfo -ServiceName *sql* -Protocol Tcp).ServiceName | Should -Contain 'postgresql'
    }

    It 'tells the range of <Port> as <Range>' -ForEach @(
        @{ Port = 1023; Range = 'WellKnown' }
        @{ Port = 1024; Range = 'Registered' }
        @{ Port = 49152; Range = 'Dynamic' }
        @{ Port = 65535; Range = 'Dynamic' }
    ) {
        (Get-PortInfo $Port)[0].Range | Should -Be $Range
    }

    It 'leaves null what no service is known of' {
        $info = Get-PortInfo 65535
        $null -eq $info.ServiceName | Should -BeTrue
        $null -eq $info.Protocol | Should -BeTrue
    }

    It 'lists the whole table without parameters' {
        (Get-PortInfo).Count | Should -BeGreaterThan 800
    }

    It 'refuses <Port> and goes on' -ForEach @(@{ Port = '70000' }, @{ Port = 'nosuch' }, @{ Port = '9-5' }) {
        $result = $Port, '22' | Get-PortInfo -Protocol Tcp -ErrorVariable problems -ErrorAction SilentlyContinue
        $result.ServiceName | Should -Be 'ssh'
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'InvalidPort,*'
    }

    It 'completes names of services' {
        $line = 'Get-PortInfo -ServiceName postg'
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Contain 'postgresql'
    }
}
