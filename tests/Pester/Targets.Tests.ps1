# What the pipeline and the command line may name as a target: every client and probe takes it alike.
BeforeDiscovery {
    # What each needs besides a host and a port, and what it takes to be quick.
    $cmdlets = @(
        @{ Name = 'Test-TcpHandshake'; With = @{} }
        @{ Name = 'Test-TlsHandshake'; With = @{ TimeoutSeconds = 1 } }
        @{ Name = 'Wait-NetPort'; With = @{ TimeoutSeconds = 1 } }
        @{ Name = 'Invoke-TcpRequest'; With = @{ Message = 'hello'; ReplyBytes = 5 } }
        @{ Name = 'Invoke-TcpDialogue'; With = @{ Step = @{ Send = 'a'; Expect = 'a' } } }
        @{ Name = 'Connect-TcpSession'; With = @{} }
        @{ Name = 'Test-EchoServer'; With = @{ Id = 'Text' } }
        @{ Name = 'Measure-EchoServer'; With = @{ Count = 2 } }
        @{ Name = 'Measure-TcpThroughput'; With = @{ DurationSeconds = 0.1; Direction = 'Echo' } }
        @{ Name = 'Measure-UdpThroughput'; With = @{ DurationSeconds = 0.1; Direction = 'Echo' }; Udp = $true }
        @{ Name = 'Send-UdpDatagram'; With = @{ Message = 'hello'; WaitReply = $true }; Udp = $true }
    )
    $clients = $cmdlets | Where-Object Name -NotIn 'Test-TcpHandshake', 'Test-TlsHandshake', 'Wait-NetPort'
}

BeforeAll {
    . $PSScriptRoot/_Import.ps1
    $tcp = Start-TcpEchoServer -Name bell
    $datagrams = Start-UdpEchoServer -Name post
    $path = Join-Path ([IO.Path]::GetTempPath()) "nc-$([guid]::NewGuid().ToString('n').Substring(0, 8)).sock"
    $unix = Start-TcpEchoServer -SocketPath $path -Name file

    function Complete([string] $Line) {
        (TabExpansion2 $Line $Line.Length).CompletionMatches.CompletionText
    }
}

AfterAll {
    Get-TcpSession | Disconnect-TcpSession
    $tcp, $datagrams, $unix | Stop-NetServer
}

Describe 'A target of the pipeline that is none' {
    It 'is an error of its own for <Name>, and the next goes on' -ForEach $cmdlets {
        $port = ($Udp ? $datagrams : $tcp).Port
        $rows = [pscustomobject]@{ ComputerName = '127.0.0.1'; Port = 'no-such-service' },
            [pscustomobject]@{ ComputerName = '127.0.0.1'; Port = '70000' },
            [pscustomobject]@{ ComputerName = '127.0.0.1'; Port = "$port" }
        $results = $rows | & $Name @With -ErrorAction SilentlyContinue -ErrorVariable failures
        @($results).Count | Should -Be 1
        $failures.Count | Should -Be 2
        "$($failures[0])" | Should -BeLike "*'no-such-service' is not a port: *service has that name*"
        "$($failures[1])" | Should -BeLike '*70000* is not a port*'
    }

    It 'without a port is an error of its own for <Name>, too' -ForEach $clients {
        $port = ($Udp ? $datagrams : $tcp).Port
        $rows = [pscustomobject]@{ ComputerName = '127.0.0.1' },
            [pscustomobject]@{ ComputerName = '127.0.0.1'; Port = "$port" }
        $results = $rows | & $Name @With -ErrorAction SilentlyContinue -ErrorVariable failures
        @($results).Count | Should -Be 1
        $failures.Count | Should -Be 1
        "$($failures[0])" | Should -Match 'port'
    }

    It 'ends the cmdlet where the command line has it' {
        { 'localhost', '127.0.0.1' | Test-TcpHandshake -Port no-such-service } |
            Should -Throw -ErrorId 'InvalidPort,*'
        { 'one', 'two' | Invoke-TcpRequest 127.0.0.1 } | Should -Throw -ErrorId 'InvalidPort,*'
    }
}

Describe 'A server on a Unix domain socket' {
    It 'is no target of <_>, and the other servers are' -ForEach 'Test-TcpHandshake', 'Wait-NetPort', 'Test-TlsHandshake' {
        $results = $unix, $tcp | & $_ -TimeoutSeconds 2 -ErrorAction SilentlyContinue -ErrorVariable failures
        @($results).Port | Should -Be $tcp.Port
        $failures.Count | Should -Be 1
        "$($failures[0])" | Should -Match 'There is no port|ComputerName'
    }
}

Describe 'The port of a client' {
    It 'may be the name of a service' {
        { Invoke-TcpRequest 127.0.0.1 tcpmux hello -ErrorAction Stop } |
            Should -Throw -ErrorId 'ConnectionRefused,*' -ExpectedMessage '*127.0.0.1:1 *'
        { Send-UdpDatagram 127.0.0.1 tcpmux hello -ErrorAction Stop } |
            Should -Throw -ErrorId 'ConnectionRefused,*' -ExpectedMessage '*127.0.0.1:1 *'
    }

    It 'that is no service says so' {
        { Invoke-TcpRequest 127.0.0.1 no-such-service hello } |
            Should -Throw "*'no-such-service' is not a port: no TCP service has that name*"
        { Send-UdpDatagram 127.0.0.1 no-such-service hello } |
            Should -Throw "*'no-such-service' is not a port: no UDP service has that name*"
    }
}

Describe 'Verbose lines' {
    It 'tell where a client connected to, and each attempt' {
        $lines = Invoke-TcpRequest 127.0.0.1 $tcp.Port hello -ReplyBytes 5 -Verbose 4>&1 |
            Where-Object { $_ -is [Management.Automation.VerboseRecord] }
        "$lines" | Should -Match "^Connected to 127\.0\.0\.1:$($tcp.Port) from 127\.0\.0\.1:\d+ in "
        $lines = Invoke-TcpRequest 127.0.0.1 1 hello -RetryCount 1 -RetryDelaySeconds 0.001 -Verbose `
            -ErrorAction Ignore 4>&1
        $lines[1] | Should -BeLike 'Attempt 1 of 2 failed (ConnectionRefused). The next is in *'
        Wait-NetPort 127.0.0.1 $tcp.Port -Verbose 4>&1 | Select-Object -First 1 |
            Should -Be "127.0.0.1:$($tcp.Port): Open at attempt 1."
    }

    It 'are there by the preference of the session, too, and not where -Verbose:$false says so' {
        $VerbosePreference = 'Continue'
        $lines = @(Test-TcpHandshake localhost $tcp.Port -IPv4 4>&1)
        $lines[0] | Should -Be "Resolving 'localhost' to IPv4 gave 127.0.0.1."
        @(Test-TcpHandshake localhost $tcp.Port -IPv4 -Verbose:$false 4>&1).Count | Should -Be 1
    }
}

Describe 'Tab' {
    It 'completes the port of <Name> with those of running servers, and with services' -ForEach $cmdlets {
        Complete "$Name localhost -Port " | Should -Contain "$($tcp.Port)"
        Complete "$Name localhost -Port sm" | Should -Contain 'smtp'
    }

    It 'completes the host of <Name>' -ForEach $cmdlets {
        Complete "$Name -ComputerName " | Should -Contain 'localhost'
        Complete "$Name -ComputerName 127.0" | Should -Contain '127.0.0.1'
    }

    It 'completes the address to connect from and to listen on with those of this machine' {
        Complete 'Invoke-TcpRequest -LocalAddress ' | Should -Contain '127.0.0.1'
        Complete 'Find-HostRoute localhost -Source ' | Should -Contain '127.0.0.1'
        Complete 'Get-IPAddressInfo 127' | Should -Be '127.0.0.1'
        Complete 'Start-TcpEchoServer -Address ' | Should -Contain 'IPv6Any'
        Complete 'Start-TcpEchoServer -Address 127' | Should -Be '127.0.0.1'
    }

    It 'completes the names of hosts and the name servers of this machine' {
        Complete 'Find-HostRoute localh' | Should -Contain 'localhost'
        Complete 'Resolve-DnsRecord localh' | Should -Contain 'localhost'
        $known = @((Get-HostInterface).DnsServer | ForEach-Object { "$_" } | Select-Object -Unique)
        if ($known) {
            Complete 'Resolve-DnsRecord localhost -Server ' | Should -Contain $known[0]
            Complete 'Resolve-HostAddress localhost -Server ' | Should -Contain $known[0]
        }
    }

    It 'completes networks that may talk to a server' {
        Complete 'Start-UdpEchoServer -AllowAddress 192.168' | Should -Contain '192.168.0.0/16'
    }
}
