# What a result looks like: to people, in a file, and as text.
BeforeAll {
    . $PSScriptRoot/_Import.ps1
    $server = Start-TcpEchoServer -Address IPv6Loopback
    $authority = New-LabCertificate Authority
    $secure = Start-TcpEchoServer -Certificate (New-LabCertificate -Issuer $authority)
    $datagrams = Start-UdpEchoServer
    $results = @{
        AddressInfo        = Get-IPAddressInfo ::1
        DialogueStep       = $server | Invoke-TcpDialogue -Step @{ Send = 'one'; Expect = 'one' }
        EchoCheck          = $server | Test-EchoServer -Id Text
        EchoMeasurement    = $server | Measure-EchoServer -Count 5
        HostAddress        = Resolve-HostAddress ::1
        HostInterface      = Get-HostInterface -Address 127.0.0.1
        MultiplexingResult = Measure-StatisticalMultiplexing -Users 35 -Activity 0.1 -Circuits 10
        NetServerEvent     = $server | Get-NetServerEvent -Last 1
        PortInfo           = Get-PortInfo 80 -Protocol Tcp
        PortWait           = $server | Wait-NetPort
        RouteDecision      = Find-HostRoute 127.0.0.1
        SubnetInfo         = Get-SubnetInfo 2001:db8::/32
        Allocation         = Split-Subnet 10.0.0.0/24 -HostCount 100
        SubnetMembership   = Test-SubnetMember 10.1.2.3 10.0.0.0/8 -PassThru
        SubnetRelation     = Compare-Subnet 10.0.0.0/8 10.0.0.0/9
        TcpHandshake       = $server | Test-TcpHandshake
        TcpReply           = $server | Invoke-TcpRequest -Message 'hello' -Shutdown
        TcpSession         = $server | Connect-TcpSession
        TlsHandshake       = $secure | Test-TlsHandshake -TrustedCertificate $authority
        UdpReply           = $datagrams | Send-UdpDatagram -Message 'hello' -WaitReply
    }
    $results.TlsCertificate = $results.TlsHandshake.Chain

    function Show($Value) { ($Value | Out-String -Width 100).Trim() }
}

AfterAll {
    $results.TcpSession | Disconnect-TcpSession
    $server, $secure, $datagrams | Stop-NetServer
}

Describe 'A result' {
    It 'of type <_> looks the same when it comes back from a file' -ForEach @(
        'AddressInfo', 'Allocation', 'DialogueStep', 'EchoCheck', 'EchoMeasurement', 'HostAddress',
        'HostInterface', 'MultiplexingResult', 'NetServerEvent', 'PortInfo', 'PortWait', 'RouteDecision', 'SubnetInfo',
        'SubnetMembership', 'SubnetRelation', 'TcpHandshake', 'TcpReply', 'TcpSession', 'TlsCertificate', 'TlsHandshake', 'UdpReply'
    ) {
        $file = Join-Path $TestDrive "$_.xml"
        $results[$_] | Export-Clixml $file
        $back = Import-Clixml $file
        @($back)[0].pstypenames[0] | Should -BeLike 'Deserialized.NetCmdlets.*'
        $seen = Show $results[$_]
        $seen | Should -Match '---'
        Show $back | Should -Be $seen
    }

    It 'has times that can still be reckoned with when it comes back from a file' {
        $file = Join-Path $TestDrive 'times.xml'
        $results.NetServerEvent, $results.UdpReply, $results.TcpSession, $server | Export-Clixml $file
        $anEvent, $reply, $session, $started = Import-Clixml $file
        $anEvent.Time | Should -Be $results.NetServerEvent.Time
        foreach ($time in $anEvent.Time, $reply.ReceivedAt, $session.ConnectedAt, $started.StartTime) {
            $time | Should -BeOfType datetime
            $time.Kind | Should -Be 'Local'
            ((Get-Date) - $time).TotalHours | Should -BeLessThan 1
        }
    }

    It 'is flat JSON by the way that the topic tells' {
        $topic = (Get-Help about_NetCmdlets | Out-String)
        $way = [regex]::Match($topic, 'ConvertTo-Json -AsArray .*`\r?\n.*').Value
        $json = $results.TcpHandshake, $results.UdpReply | & ([scriptblock]::Create("`$input | $way"))
        $read = $json | ConvertFrom-Json
        $read[0].RemoteEndPoint | Should -Be "[::1]:$($server.Port)"
        $read[0].State | Should -Be 'Open'
        $read[0].ConnectTime | Should -Be "$($results.TcpHandshake.ConnectTime)"
        $read[1].Text | Should -Be 'hello'
    }
}

Describe 'What people see' {
    It 'is one line an address' {
        Show (Get-SubnetAddress 192.0.2.0/29 -First 3) | Should -Be "192.0.2.1`n192.0.2.2`n192.0.2.3"
        Show (ConvertTo-IPAddress 1 -IPv6) | Should -Be '::1'
    }

    It 'is which server a check is of' {
        Show ($server | Test-EchoServer -Id Text) | Should -Match "(?m)^ *Server: \[::1\]:$($server.Port) \(Tcp\)"
    }

    It 'is not steered by what a peer sends' {
        $hostile = "a$([char]27)[31mb`nc"
        $reply = $server | Invoke-TcpRequest -Message $hostile -Shutdown
        $reply.Text | Should -Be $hostile
        Show $reply | Should -Match ([regex]::Escape('a\x1b[31mb\nc'))
        $step = $server | Invoke-TcpDialogue -Framing Raw -Step @{ Send = $hostile; Expect = '*c' }
        $step.Passed | Should -BeTrue
        Show $step | Should -Not -Match ([char]27)
        $echo = $datagrams | Send-UdpDatagram -Message $hostile -WaitReply
        Show $echo | Should -Not -Match ([char]27)
    }

    It 'is a server by its number and name first, in a list too' {
        $lines = ($server | Format-List | Out-String).Trim() -split '\r?\n'
        $lines[0] | Should -Match '^Id +: \d+$'
        $lines[1] | Should -Match '^Name +: '
        $lines.Count | Should -BeGreaterThan 15
    }
}
