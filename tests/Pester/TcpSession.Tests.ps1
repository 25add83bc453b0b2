BeforeAll {
    . $PSScriptRoot/_Import.ps1
    $server = Start-TcpEchoServer
}

AfterAll {
    $server | Stop-NetServer
}

Describe 'TCP sessions' {
    AfterEach {
        Get-TcpSession | Disconnect-TcpSession
    }

    It 'connects, sends, receives and disconnects' {
        $session = $server | Connect-TcpSession -Name talk
        $session | Should -BeOfType NetCmdlets.TcpSession
        "$($session.State)" | Should -Be 'Open'
        Send-TcpData $session 'hello' | Should -BeNullOrEmpty
        $reply = Receive-TcpData $session -ReplyBytes 5
        $reply | Should -BeOfType NetCmdlets.TcpReply
        $reply.Text | Should -BeExactly 'hello'
        Disconnect-TcpSession $session | Should -BeNullOrEmpty
        Get-TcpSession | Should -BeNullOrEmpty
        "$($session.State)" | Should -Be 'Closed'
    }

    It 'finds a session by its number, its name and a pattern' {
        $one = Connect-TcpSession 127.0.0.1 $server.Port -Name one
        $two = Connect-TcpSession 127.0.0.1 $server.Port -Name two
        (Get-TcpSession $one.Id).Name | Should -Be 'one'
        (Get-TcpSession t*).Id | Should -Be $two.Id
        (Get-TcpSession).Name | Should -Be 'one', 'two'
        { Get-TcpSession nobody -ErrorAction Stop } | Should -Throw -ErrorId 'SessionNotFound,*'
        (Get-TcpSession nobody* | Measure-Object).Count | Should -Be 0
    }

    It 'sends strings of the pipeline, and takes lines' {
        [void](Connect-TcpSession 127.0.0.1 $server.Port -Name lines)
        'a', 'b', 'ä' | Send-TcpData lines -Framing Line
        (Receive-TcpData lines -Framing Line -Count 3).Text | Should -Be 'a', 'b', 'ä'
    }

    It 'sends the first text over a session of the pipeline' {
        $session = Connect-TcpSession 127.0.0.1 $server.Port
        ($session | Send-TcpData hello -PassThru | Receive-TcpData -ReplyBytes 5).Text | Should -BeExactly 'hello'
        { $session | Send-TcpData $session } | Should -Throw -ErrorId 'InvalidRequest,*'
    }

    It 'sends nothing but FIN over a session of the pipeline without a text' {
        $session = Connect-TcpSession 127.0.0.1 $server.Port
        $session | Send-TcpData -Shutdown
        $session | Wait-TcpSession -Closed -TimeoutSeconds 20 | Should -Be $session
        $session.BytesSent | Should -Be 0
    }

    It 'sends bytes and FIN, and takes what comes to the end' {
        $session = Connect-TcpSession 127.0.0.1 $server.Port
        Send-TcpData $session -Data ([byte[]](0, 255)) -Shutdown
        $session | Wait-TcpSession -Closed -TimeoutSeconds 20 | Should -Be $session
        (Receive-TcpData $session).Data | Should -Be 0, 255
        { Receive-TcpData $session -ErrorAction Stop } | Should -Throw -ErrorId 'PeerClosed,*'
    }

    It 'waits for the one of many that is readable' {
        $sessions = 1..3 | ForEach-Object { Connect-TcpSession 127.0.0.1 $server.Port }
        Send-TcpData $sessions[2] x
        ($sessions | Wait-TcpSession -TimeoutSeconds 20).Id | Should -Be $sessions[2].Id
        $sessions[0, 1] | Wait-TcpSession -Quiet -TimeoutSeconds 0.05 | Should -BeFalse
    }

    It 'writes ReplyTimedOut, and keeps what came' {
        $session = Connect-TcpSession 127.0.0.1 $server.Port
        Send-TcpData $session ab
        { Receive-TcpData $session -ReplyBytes 3 -TimeoutSeconds 0.1 -ErrorAction Stop } |
            Should -Throw -ErrorId 'ReplyTimedOut,*'
        (Receive-TcpData $session -ReplyBytes 2).Text | Should -BeExactly 'ab'
    }

    It 'finds a session whose name is a number' {
        $session = $server | Connect-TcpSession -Name 4711
        (Get-TcpSession 4711).Id | Should -Be $session.Id
        $session | Disconnect-TcpSession
    }

    It 'completes names' {
        [void](Connect-TcpSession 127.0.0.1 $server.Port -Name 'my talk')
        $line = 'Send-TcpData my'
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be "'my talk'"
    }

    It 'does nothing with -WhatIf' {
        $session = Connect-TcpSession 127.0.0.1 $server.Port
        Send-TcpData $session x -WhatIf
        Disconnect-TcpSession $session -WhatIf
        $session.BytesSent | Should -Be 0
        "$($session.State)" | Should -Be 'Open'
    }

    It 'enters a session of the pipeline, and one only' {
        $one, $two = 1..2 | ForEach-Object { $server | Connect-TcpSession }
        { $one, $two | Enter-TcpSession } | Should -Throw -ErrorId 'InvalidRequest,*'
    }

    It 'enters a session over a redirected input' {
        $manifest = (Get-Module NetCmdlets).Path
        $port = $server.Port
        $script = "Import-Module '$manifest'; Enter-TcpSession (Connect-TcpSession 127.0.0.1 $port -Name talk) -TimeoutSeconds 1"
        $shown = "eins`nzwei" | & (Get-Process -Id $PID).Path -NoProfile -Command $script
        ($shown | Where-Object { $_ -eq 'eins' }).Count | Should -BeGreaterThan 0
        $shown[-1] | Should -Be 'zwei'
    }

    It 'ends each line entered with what the server wants' {
        $manifest = (Get-Module NetCmdlets).Path
        $mail = Start-TcpServer -Framing Delimiter -Delimiter "`r`n" -CloseOn quit -Response @{ '*' = '250 ok' }
        try {
            $script = "Import-Module '$manifest'; Connect-TcpSession 127.0.0.1 $($mail.Port) | Enter-TcpSession -Delimiter ""``r``n"""
            $shown = "helo`nquit" | & (Get-Process -Id $PID).Path -NoProfile -Command $script
            $shown | Should -Contain '250 ok'
            ($mail | Get-NetServerEvent -EventKind Received).Text | Should -Be 'helo', 'quit'
        }
        finally {
            $mail | Stop-NetServer
        }
    }
}

Describe 'Wait-NetServer' {
    It 'waits for what a client caused, and says false where it does not come' {
        $server | Wait-NetServer -EventKind Started -Quiet | Should -BeTrue
        $server | Wait-NetServer -EventKind Rejected -Quiet -TimeoutSeconds 0.05 | Should -BeFalse
        { $server | Wait-NetServer -ConnectionCount 1000000 -TimeoutSeconds 0.05 -ErrorAction Stop } |
            Should -Throw -ErrorId 'ReplyTimedOut,*'
        ($server | Wait-NetServer -ActiveCount 0 -TimeoutSeconds 20).Id | Should -Be $server.Id
    }
}
