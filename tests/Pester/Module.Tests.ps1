BeforeDiscovery {
    . $PSScriptRoot/_Import.ps1
    $cmdlets = (Get-Module NetCmdlets).ExportedCmdlets.Keys | Sort-Object | ForEach-Object { @{ Name = $_ } }
}

BeforeAll {
    . $PSScriptRoot/_Import.ps1
    $module = Get-Module NetCmdlets
    $base = $module.ModuleBase
    $pwsh = [System.Environment]::ProcessPath
    $manifestPath = Join-Path $base 'NetCmdlets.psd1'
}

Describe 'The module' {
    It 'has a valid manifest' {
        $manifest = Test-ModuleManifest $manifestPath -ErrorAction Stop
        $manifest.PowerShellVersion | Should -Be '7.4'
        $manifest.CompatiblePSEditions | Should -Be 'Core'
        $manifest.RootModule | Should -Be 'NetCmdlets.dll'
        $manifest.Version | Should -Be (Split-Path $base -Leaf)
    }

    It 'names every export and exports every cmdlet of its library' {
        $data = Import-PowerShellDataFile $manifestPath
        $types = $module.ImplementingAssembly.GetExportedTypes() | Where-Object { -not $_.IsAbstract }
        $attributes = $types | ForEach-Object {
            [System.Attribute]::GetCustomAttribute($_, [System.Management.Automation.CmdletAttribute]) }
        $inLibrary = $attributes | Where-Object { $_ } | ForEach-Object { "$($_.VerbName)-$($_.NounName)" } | Sort-Object
        $data.CmdletsToExport | Sort-Object | Should -Be $inLibrary
        $module.ExportedCmdlets.Keys | Sort-Object | Should -Be $inLibrary
        $data.FunctionsToExport | Should -BeNullOrEmpty
        $data.VariablesToExport | Should -BeNullOrEmpty
    }

    It 'uses approved verbs' {
        $approved = (Get-Verb).Verb
        $module.ExportedCmdlets.Values.Verb | Where-Object { $_ -notin $approved } | Should -BeNullOrEmpty
    }

    It 'ships no assembly of the engine' {
        Get-ChildItem $base -Recurse -Filter 'System.*.dll' | Should -BeNullOrEmpty
        Get-ChildItem $base -Recurse -Filter 'Microsoft.*.dll' | Should -BeNullOrEmpty
    }

    It 'keeps Serilog in its own folder' {
        Get-ChildItem $base -File -Filter 'Serilog*' | Should -BeNullOrEmpty
        $libraries = Get-ChildItem (Join-Path $base 'dependencies')
        $libraries.Name | Should -Contain 'NetCmdlets.Logging.dll'
        $libraries.Name | Should -Contain 'Serilog.dll'
    }

    It 'has its topic <_>' -ForEach 'about_NetCmdlets', 'about_NetCmdlets_Testing' {
        $text = Get-Help $_
        $text | Should -Match "^\s*TOPIC\s+$_\s"
    }

    It 'imports, works and leaves in a fresh session' {
        $script = {
            param($Manifest)
            $WarningPreference = 'Stop'
            $before = [GC]::GetTotalAllocatedBytes()
            $clock = [Diagnostics.Stopwatch]::StartNew()
            Import-Module $Manifest -ErrorAction Stop
            $elapsed = $clock.Elapsed.TotalMilliseconds
            $allocated = [GC]::GetTotalAllocatedBytes() - $before
            $address = (Resolve-HostAddress 127.0.0.1 -ErrorAction Ignore).Address
            $serilog = [AppDomain]::CurrentDomain.GetAssemblies().Where({ $_.GetName().Name -like 'Serilog*' }).Count
            Remove-Module NetCmdlets -ErrorAction Stop
            "$address|$serilog|$([int]$elapsed)|$([int]($allocated / 1KB))|$((Get-Command -Module NetCmdlets).Count)"
        }
        $said = & $pwsh -NoProfile -NonInteractive -Command "& { $script } '$manifestPath'"
        $LASTEXITCODE | Should -Be 0
        $address, $serilog, $elapsed, $allocated, $left = "$said" -split '\|'
        $address | Should -Be '127.0.0.1'
        $serilog | Should -Be 0 -Because 'a session that logs nothing loads no logging library'
        $left | Should -Be 0
        # Told, not asserted: a clock is no test.
        Write-Information "    import: $elapsed ms, $allocated KiB allocated" -InformationAction Continue
    }
}

Describe 'The removal of the module' {
    It 'stops every server, ends the log and frees the ports' {
        $script = {
            param($Manifest, $Log)
            Import-Module $Manifest -ErrorAction Stop
            $null = Enable-NetLog $Log
            $server = Start-UdpEchoServer
            $port = $server.Port
            Remove-Module NetCmdlets -ErrorAction Stop
            $again = [Net.Sockets.UdpClient]::new([Net.IPEndPoint]::new($server.Address, $port))
            $again.Dispose()
            [IO.File]::Open($Log, 'Open', 'ReadWrite', 'None').Dispose()
            "$($server.State)|$($server.Uptime -eq $server.Uptime)"
        }
        $log = Join-Path $TestDrive 'removal.log'
        $said = & $pwsh -NoProfile -NonInteractive -Command "& { $script } '$manifestPath' '$log'"
        $LASTEXITCODE | Should -Be 0
        $said | Should -Be 'Stopped|True'
        Get-Content $log -Raw | Should -Match 'Stopped'
    }

    It 'can be followed by another import' {
        $script = {
            param($Manifest)
            1..3 | ForEach-Object {
                Import-Module $Manifest -ErrorAction Stop
                $server = Start-UdpEchoServer
                (Send-UdpDatagram 127.0.0.1 $server.Port -Message "round $_" -ReplyCount 1).Text
                Remove-Module NetCmdlets -ErrorAction Stop
            }
        }
        & $pwsh -NoProfile -NonInteractive -Command "& { $script } '$manifestPath'" |
            Should -Be 'round 1', 'round 2', 'round 3'
    }
}

Describe 'Help of <Name>' -ForEach $cmdlets {
    BeforeAll {
        $help = Get-Help $Name -Full
        $command = Get-Command $Name
        # A cmdlet may have no parameter of its own.
        $told = @($help.parameters.parameter | Where-Object { $_ })
    }

    It 'has a synopsis, a description and two examples with their output' {
        $help.Synopsis | Should -Not -Match "^\s*$Name\s" -Because 'that is the text made where there is no page'
        $help.Synopsis.Trim() | Should -Match '\.$'
        ($help.description.Text -join '').Length | Should -BeGreaterThan 80
        $examples = @($help.examples.example)
        $examples.Count | Should -BeGreaterOrEqual 2
        foreach ($example in $examples) {
            $example.code | Should -Match '(?m)^PS>'
        }
    }

    It 'has a text for every parameter' {
        $common = [System.Management.Automation.Cmdlet]::CommonParameters
        $own = $command.Parameters.Keys | Where-Object {
            $_ -notin $common -and -not ($command.Parameters[$_].Attributes | Where-Object DontShow)
        } | Sort-Object
        @($told.name) | Sort-Object | Should -Be $own
        foreach ($parameter in $told) {
            "$($parameter.description.Text)".Length | Should -BeGreaterThan 8 -Because "-$($parameter.name)"
        }
    }

    It 'tells the syntax that the engine binds' {
        @($help.syntax.syntaxItem).Count | Should -Be $command.ParameterSets.Count
        foreach ($parameter in $told) {
            $expected = $command.Parameters[$parameter.name].Aliases -join ', '
            $parameter.aliases | Should -Be ($expected ? $expected : 'none') -Because "-$($parameter.name)"
        }
    }

    It 'declares its output, and the engine has a view for it' {
        $command.OutputType | Should -Not -BeNullOrEmpty
        foreach ($type in $command.OutputType.Type | Where-Object FullName -like 'NetCmdlets.*') {
            if ($type.IsEnum) {
                continue
            }

            $ancestors = for ($one = $type; $one; $one = $one.BaseType) { $one.FullName }
            $views = $ancestors | ForEach-Object { Get-FormatData -TypeName $_ -PowerShellVersion 7.4 }
            $views | Should -Not -BeNullOrEmpty -Because "$type is shown to people"
        }
    }
}
